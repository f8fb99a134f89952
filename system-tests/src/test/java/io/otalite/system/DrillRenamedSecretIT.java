package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.events.FindingRaised;
import io.otalite.events.ObjectName;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.Ports;
import io.otalite.local.system.ProjectLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A Secret of the running API is renamed by hand. Nothing stops at that moment; the next start would fail, and so would a rollback.
 * What is printed as the remedy is what mends it.
 */
class DrillRenamedSecretIT {
    /** A second or two where nothing else runs. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** How long nobody may say anything where nobody judges. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Well within the time that the API server gives it. */
    private static final Duration GUARD_IN_TIME = Duration.ofSeconds(1);

    private static final ObjectName API = new ObjectName(Workloads.NAMESPACE, "Deployment", TestSystem.API);
    private static final String SECRET = "api-key-encryption";
    private static final String RENAMED = "api-key-encryption-2024";
    private static final String VOLUME = "/spec/template/spec/volumes/2/secret";
    private static final String OBJECT_MISSING = "object_missing";
    private static final String GUARD = "rotation.ota-lite.io/guard";
    private static final String PERMIT = "rotation.ota-lite.io/allow-removal";
    private static final Pattern PRINTED =
            Pattern.compile("kubectl -n ota-lite annotate --overwrite secret \\S+ %s=[0-9a-f]+".formatted(PERMIT));

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(
            settings -> settings.withEnvironment(TestSystem.ROTATION, "OTA_IMAGES_ENABLED", "false"));

    private final KubernetesClient client = SYSTEM.cluster().client();
    private final Rotation rotation = SYSTEM.rotation();
    private final Shell shell = new Shell(SYSTEM.kubeconfig());
    private Secret secret;

    @BeforeEach
    void everythingIsWell() {
        secret = secret(SECRET);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> rotation.reasons(API, OBJECT_MISSING).isEmpty() && !rotation.tells(API, OBJECT_MISSING));
    }

    @AfterEach
    void mend() {
        guard(false);
        if (client.secrets().inNamespace(Workloads.NAMESPACE).withName(SECRET).get() == null) {
            copyTo(SECRET);
        }
        client.secrets().inNamespace(Workloads.NAMESPACE).withName(RENAMED).delete();
        SYSTEM.rotationPods().scale(1);
    }

    @Test
    void whenASecretInUseIsRenamed_thenTheNextStartAndTheRollbackAreFoundBlocked_andThePrintedCopyMendsIt()
            throws Exception {
        // Given
        secondRevision();

        // When
        rename();

        // Then
        await().atMost(SOON).until(() -> rotation.judges(API, OBJECT_MISSING));
        await().atMost(SOON).until(() -> rotation.tells(API, OBJECT_MISSING));
        var reasons = rotation.reasons(API, OBJECT_MISSING);
        assertThat(reasons)
                .extracting(reason -> reason.path("verdict").asText())
                .containsExactly("BLOCKED_START", "BLOCKED_ROLLBACK");
        assertThat(reasons).allSatisfy(reason -> {
            assertThat(reason.path("path").asText()).isEqualTo(VOLUME);
            assertThat(reason.path("target").path("name").asText()).isEqualTo(SECRET);
            assertThat(reason.path("nearest").asText()).isEqualTo(RENAMED);
        });
        assertThat(rotation.atLeast("BLOCKED_START")).containsExactly(API.toString());
        assertThat(rotation.open(API))
                .extracting(
                        FindingRaised::verdict,
                        FindingRaised::path,
                        finding -> finding.nearest().orElse(""))
                .contains(tuple("BLOCKED_START", VOLUME, RENAMED), tuple("BLOCKED_ROLLBACK", VOLUME, RENAMED));
        assertThatTheApiAnswers();
        var audit = audit();
        assertThat(audit.exitCode()).as(audit.output()).isEqualTo(1);
        assertThat(audit.output())
                .contains("BLOCKED_START       Deployment ota-lite/api-service", "nearest  " + RENAMED);

        // And
        copyBy(reasons.getFirst().path("fix").path("command").asText());
        await().atMost(SOON).until(() -> !rotation.judges(API, OBJECT_MISSING));
        await().atMost(SOON).until(() -> !rotation.tells(API, OBJECT_MISSING));
        var after = audit();
        assertThat(after.exitCode()).as(after.output()).isZero();
    }

    /** The control of the drill above: nobody judges, and all is silent while the API goes on. */
    @Test
    void givenNoRotationService_whenASecretInUseIsRenamed_thenNobodySaysSo() {
        // Given
        SYSTEM.rotationPods().scale(0);

        // When
        rename();

        // Then
        await().during(SILENCE)
                .atMost(PATIENCE)
                .until(() -> !rotation.judges(API, OBJECT_MISSING) && !rotation.tells(API, OBJECT_MISSING));
        assertThatTheApiAnswers();
        SYSTEM.rotationPods().scale(1);
        await().atMost(PATIENCE)
                .until(() -> rotation.judges(API, OBJECT_MISSING) && rotation.tells(API, OBJECT_MISSING));
    }

    @Test
    void givenTheGuard_whenASecretInUseIsRenamed_thenItIsRefusedUntilPermittedAndThatOnlyOnce() throws Exception {
        // Given
        guard(true);
        copyTo(RENAMED);
        // The first review of all takes longest, and a review that takes too long is no refusal.
        await().atMost(PATIENCE).until(this::isGuarded);

        // When
        var refusal = refusal();

        // Then
        assertThat(refusal.getCode()).isEqualTo(403);
        assertThat(refusal)
                .hasMessageContaining("Deployment ota-lite/api-service")
                .hasMessageContaining(VOLUME);
        var printed = PRINTED.matcher(refusal.getMessage());
        assertThat(printed.find()).as(refusal.getMessage()).isTrue();
        assertThat(exists()).isTrue();

        // And
        permitBy(printed.group());
        var permit = secret(SECRET).getMetadata().getAnnotations().get(PERMIT);
        delete();
        assertThat(exists()).isFalse();

        // And
        copyTo(SECRET);
        annotate(permit);
        assertThat(refusal().getCode()).isEqualTo(403);
        assertThat(exists()).isTrue();
    }

    /** The control of the drill above: the same in a namespace without the label. */
    @Test
    void givenNoGuard_whenASecretInUseIsDeleted_thenItGoes() {
        // Given
        guard(false);

        // When
        delete();

        // Then
        assertThat(exists()).isFalse();
    }

    private KubernetesClientException refusal() {
        var thrown = new KubernetesClientException[1];
        assertThatThrownBy(this::delete)
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> thrown[0] = refused);
        return thrown[0];
    }

    private void rename() {
        copyTo(RENAMED);
        delete();
    }

    private void delete() {
        client.secrets().inNamespace(Workloads.NAMESPACE).withName(SECRET).delete();
    }

    private boolean exists() {
        return client.secrets()
                        .inNamespace(Workloads.NAMESPACE)
                        .withName(SECRET)
                        .get()
                != null;
    }

    private Secret secret(String name) {
        return client.secrets().inNamespace(Workloads.NAMESPACE).withName(name).require();
    }

    private void copyTo(String name) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(Workloads.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withType(secret.getType())
                        .withData(secret.getData())
                        .build())
                .create();
    }

    /** Runs the command as a person would; where the tools for that are not installed, does what it says. */
    private void copyBy(String command) throws Exception {
        assertThat(command).contains("get secret " + RENAMED, "name: \"%s\"".formatted(SECRET));
        if (Shell.isComplete()) {
            shell.run(command);
        } else {
            copyTo(SECRET);
        }
    }

    /** The same with the command that permits a removal. */
    private void permitBy(String command) throws Exception {
        if (Shell.isComplete()) {
            shell.run(command);
        } else {
            annotate(command.substring(command.lastIndexOf('=') + 1));
        }
    }

    private void annotate(String permit) {
        annotate(SECRET, permit);
    }

    private void annotate(String name, String permit) {
        client.secrets().inNamespace(Workloads.NAMESPACE).withName(name).edit(present -> {
            var annotations = present.getMetadata().getAnnotations();
            present.getMetadata().setAnnotations(new HashMap<>(annotations == null ? Map.of() : annotations));
            present.getMetadata().getAnnotations().put(PERMIT, permit);
            return present;
        });
    }

    /** Whether the guard answers in time; it is asked about a change that it has nothing against. */
    private boolean isGuarded() {
        var start = System.nanoTime();
        annotate(RENAMED, "asked");
        return System.nanoTime() - start < GUARD_IN_TIME.toNanos();
    }

    private void guard(boolean enabled) {
        client.namespaces().withName(Workloads.NAMESPACE).edit(namespace -> {
            var labels = namespace.getMetadata().getLabels();
            if (enabled) {
                labels.put(GUARD, "enabled");
            } else {
                labels.remove(GUARD);
            }
            return namespace;
        });
    }

    private void secondRevision() {
        var before = SYSTEM.process(TestSystem.API).pid();
        client.apps()
                .deployments()
                .inNamespace(Workloads.NAMESPACE)
                .withName(TestSystem.API)
                .edit(deployment -> {
                    var metadata = deployment.getSpec().getTemplate().getMetadata();
                    if (metadata.getAnnotations() == null) {
                        metadata.setAnnotations(new HashMap<>());
                    }
                    metadata.getAnnotations().put("ota-lite.io/test-run", Names.unique("second"));
                    return deployment;
                });
        await("the second revision")
                .atMost(PATIENCE)
                .until(() -> SYSTEM.process(TestSystem.API).isReady()
                        && !SYSTEM.process(TestSystem.API).pid().equals(before));
    }

    private void assertThatTheApiAnswers() {
        var factory = Names.unique("drilled");
        SYSTEM.api().createFactory(factory);
        assertThat(SYSTEM.api().newest(factory)).isPositive();
    }

    private static OtaScript.Ended audit() throws InterruptedException {
        var root = ProjectLayout.find().root();
        var script =
                new OtaScript(root, SYSTEM.kubeconfig().getParent(), Ports.standard(), Path.of("target", "drills"));
        script.skipBuild();
        return script.audit(
                "--cluster",
                "--kubeconfig",
                SYSTEM.kubeconfig().toString(),
                root.resolve("deploy/kubernetes/overlays/local").toString());
    }
}
