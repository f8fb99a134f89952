package io.otalite.rotation.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.observation.PodHealth.Container;
import io.otalite.rotation.observation.PodHealth.Ending;
import io.otalite.rotation.observation.Rollout.Limits;
import io.otalite.rotation.observation.Rollout.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of an object, and what becomes of objects that are not as they should be. */
class ObjectReaderTest {
    private static final String KEY_FILE = """
            {"type": "service_account", "private_key_id": "abc123", "private_key": "-----BEGIN PRIVATE KEY-----",
             "client_email": "backup@acme.iam.gserviceaccount.com"}""";

    @Test
    void nothingOfASecretIsKeptButNamesDigestsAndWhoseKeyItHolds() {
        // Given
        var secret = secret("key.json", KEY_FILE);

        // When
        var data = (DataObject) ObjectReader.read(secret);

        // Then
        assertThat(data.toString())
                .contains("key.json", "abc123", "backup@acme.iam.gserviceaccount.com")
                .doesNotContain("BEGIN", "service_account");
        assertThat(data.references())
                .singleElement()
                .satisfies(reference -> assertThat(reference.target())
                        .isEqualTo(new ObjectRef(Kinds.GOOGLE_KEY, "backup@acme.iam.gserviceaccount.com", "abc123")));
    }

    @Test
    void ofAPodItIsKeptHowItsContainersAreAndHowTheyEnded() {
        // Given
        var pod = TestWorld.object("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-1-a
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: s, controller: true}]
                status:
                  conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-01-01T12:00:00Z"}]
                  initContainerStatuses:
                  - {name: init, restartCount: 0, state: {terminated: {reason: Completed, exitCode: 0}}}
                  containerStatuses:
                  - name: main
                    restartCount: 3
                    state: {waiting: {reason: CrashLoopBackOff, message: "back-off of a secret"}}
                    lastState: {terminated: {reason: OOMKilled, exitCode: 137, finishedAt: "2026-01-01T12:00:00Z"}}
                  - name: other
                    restartCount: 0
                    state: {waiting: {reason: CreateContainerConfigError, message: "secret not found"}}
                """);

        // When
        var health = ((Pod) ObjectReader.read(pod)).health();

        // Then
        var noon = Optional.of(Instant.parse("2026-01-01T12:00:00Z"));
        assertThat(health)
                .isEqualTo(new PodHealth(
                        false,
                        noon,
                        List.of(
                                new Container(
                                        "init",
                                        0,
                                        Optional.empty(),
                                        "",
                                        Optional.of(new Ending("Completed", 0, Optional.empty()))),
                                new Container(
                                        "main",
                                        3,
                                        Optional.of("CrashLoopBackOff"),
                                        "",
                                        Optional.of(new Ending("OOMKilled", 137, noon))),
                                new Container(
                                        "other",
                                        0,
                                        Optional.of("CreateContainerConfigError"),
                                        "secret not found",
                                        Optional.empty()))));
    }

    @Test
    void ofADeploymentItIsKeptHowItRollsOut() {
        // Given
        var deployment = TestWorld.object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, generation: 4}
                spec:
                  paused: true
                  minReadySeconds: 5
                  progressDeadlineSeconds: 60
                  template:
                    metadata: {annotations: {rotation.ota-lite.io/rotation: r-1}}
                    spec: {containers: [{name: a, readinessProbe: {periodSeconds: 7}}, {name: b, readinessProbe: {failureThreshold: 2}}]}
                status:
                  observedGeneration: 3
                  replicas: 3
                  updatedReplicas: 2
                  availableReplicas: 1
                  conditions:
                  - {type: Available, status: "True"}
                  - {type: ReplicaFailure, status: "True", message: exceeded quota}
                  - {type: Progressing, status: "False", reason: ProgressDeadlineExceeded}
                """);

        // When
        var rollout = ((Referrer) ObjectReader.read(deployment)).rollout();

        // Then
        assertThat(rollout)
                .contains(new Rollout(
                        "r-1",
                        true,
                        new Limits(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(21)),
                        new Progress(false, 3, 2, 1, true, Optional.of("exceeded quota"), false, true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"private_key_id\": \"abc\", \"client_email\": ",
                "{\"private_key_id\": [[[[[[[[[[[[1]]]]]]]]]]]]}",
                "{\"private_key_id\": \"abc\" \"client_email\": \"x\"}"
            })
    void aKeyFileThatIsNotJsonIsSaidToBeSoWithoutItsContent(String content) {
        // Given
        var secret = secret("key.json", content);

        // When
        var data = (DataObject) ObjectReader.read(secret);

        // Then
        assertThat(data.references()).isEmpty();
        assertThat(data.unread()).containsKey("key.json");
        assertThat(data.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"private_key_id\": \"a b\", \"client_email\": \"x\"}",
                "{\"private_key_id\": \"\", \"client_email\": \"x\"}",
                "{\"nested\": {\"private_key_id\": \"abc\", \"client_email\": \"x\"}}",
                "[\"private_key_id\"]",
                "{\"private_key_id\": {}} \"abc\"",
                "{\"private_key_id\": {}}[\"abc\"]"
            })
    void whatOnlyLooksLikeAKeyFileNamesNoKey(String content) {
        // Given
        var secret = secret("key.json", content);

        // When
        var data = (DataObject) ObjectReader.read(secret);

        // Then
        assertThat(data.references()).isEmpty();
    }

    @Test
    void aLargeSecretCostsNoMoreThanItsDigest() {
        // Given
        var bytes = new byte[1024 * 1024];
        new Random(1).nextBytes(bytes);
        var secret = secret("blob", KEY_FILE);
        secret.withObject("/data").put("blob", Base64.getEncoder().encodeToString(bytes));

        // When
        var data = (DataObject) ObjectReader.read(secret);

        // Then
        assertThat(data.entries().get("blob").size()).isEqualTo(bytes.length);
        assertThat(data.toString()).hasSizeLessThan(600);
    }

    @Test
    void anObjectWithNothingInItIsReadAsSuch() {
        // Given
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment");

        // When
        var fact = ObjectReader.read(object);

        // Then
        assertThat(fact.references()).extracting(Reference::use).containsExactly(Use.SERVICE_ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: 5}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: {a: b}}}}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [1, [2]], volumes: [x]}}}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: [1], spec: {template: {spec: {containers: [{env: [{valueFrom: {secretKeyRef: 3}}]}]}}}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: [1, 2]}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, creationTimestamp: yesterday}, data: {a: 'not base64 !'}}",
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, imagePullSecrets: 7}",
                "{apiVersion: 7, kind: [], metadata: {name: a}}"
            })
    void whateverIsOfAnotherFormRefersToNothingAndHurtsNobody(String yaml) {
        // Given
        var object = TestWorld.object(yaml);

        // When
        var fact = ObjectReader.read(object);

        // Then
        assertThat(fact.references())
                .noneMatch(reference -> reference.target().kind().equals(Kinds.SECRET));
    }

    @Test
    void aCustomObjectIsReadOnlyAsDeepAsAnybodyWrites() {
        // Given
        var object = TestWorld.object("{apiVersion: example.com/v1, kind: Deep, metadata: {name: a, namespace: shop}}");
        var node = object.withObject("/spec");
        for (var i = 0; i < 900; i++) {
            node = node.putObject("next");
        }
        node.putObject("secretRef").put("name", "deep");

        // When
        var fact = ObjectReader.read(object);

        // Then
        assertThat(fact.references()).isEmpty();
    }

    private static ObjectNode secret(String key, String content) {
        var secret = TestWorld.object("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}");
        var base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        secret.withObject("/data").put(key, base64);
        return secret;
    }
}
