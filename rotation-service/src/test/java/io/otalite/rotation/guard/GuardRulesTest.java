package io.otalite.rotation.guard;

import static io.otalite.rotation.guard.GuardScene.delete;
import static io.otalite.rotation.guard.GuardScene.object;
import static io.otalite.rotation.guard.GuardScene.put;
import static io.otalite.rotation.guard.GuardScene.request;
import static io.otalite.rotation.guard.GuardScene.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.guard.Answer.Allowed;
import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.guard.Answer.Refused;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String USES_DB =
            "{spec: {template: {spec: {volumes: [{name: v, secret: {secretName: db}}]}}}}";
    private static final String SECRET = "{data: {user: YQ==, password: YQ==}}";

    private final World world = new World(Clock.fixed(NOW, ZoneOffset.UTC));
    private final GuardRules rules =
            new GuardRules(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14)), Optional.of("rotation"));

    @BeforeEach
    void everythingIsSeen() {
        GuardScene.see(world);
        put(world, "Secret", "db", SECRET);
        put(world, "ServiceAccount", "default", "{}");
    }

    /** Who uses Secret db, and what becomes of its deletion and of the loss of its entry password. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Deployment  | volumes: [{name: v, secret: {secretName: db}}]                                        | REFUSED | ALLOWED
            StatefulSet | volumes: [{name: v, secret: {secretName: db, items: [{key: password, path: p}]}}]      | REFUSED | REFUSED
            DaemonSet   | volumes: [{name: v, secret: {secretName: db, items: [{key: user, path: p}]}}]          | REFUSED | ALLOWED
            Deployment  | volumes: [{name: v, secret: {secretName: db, optional: true}}]                         | ALLOWED | ALLOWED
            Deployment  | volumes: [{name: v, projected: {sources: [{secret: {name: db, items: [{key: password, path: p}]}}]}}] | REFUSED | REFUSED
            Deployment  | containers: [{name: c, env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password}}}]}] | REFUSED | REFUSED
            Deployment  | containers: [{name: c, env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password, optional: true}}}]}] | ALLOWED | ALLOWED
            Deployment  | containers: [{name: c, envFrom: [{secretRef: {name: db}}]}]                            | REFUSED | ALLOWED
            Deployment  | initContainers: [{name: c, envFrom: [{secretRef: {name: db}}]}]                        | REFUSED | ALLOWED
            Deployment  | ephemeralContainers: [{name: c, envFrom: [{secretRef: {name: db}}]}]                   | ALLOWED | ALLOWED
            Deployment  | imagePullSecrets: [{name: db}]                                                         | REFUSED | ALLOWED
            Job         | volumes: [{name: v, secret: {secretName: db}}]                                        | REFUSED | ALLOWED
            Deployment  | containers: []                                                                         | ALLOWED | ALLOWED
            """)
    void whatIsInUseStays(String kind, String pod, Outcome deletion, Outcome loss) {
        // Given
        put(world, kind, "web", "{spec: {template: {spec: {" + pod + "}}}}");
        var old = object("Secret", "db", SECRET);

        // Then
        assertThat(answer(delete(old)).outcome()).isEqualTo(deletion);
        assertThat(answer(update(old, object("Secret", "db", "{data: {user: YQ==}}")))
                        .outcome())
                .isEqualTo(loss);
        assertThat(answer(update(old, object("Secret", "db", "{data: {user: YQ==, password: Yg==}}")))
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void anEndedJobNeedsNothing() {
        // Given
        put(
                world,
                "Job",
                "once",
                "{spec: {template: {spec: {volumes: [{name: v, secret: {secretName: db}}]}}}, status: {conditions: [{type: Complete, status: 'True'}]}}");

        // Then
        assertThat(answer(delete(object("Secret", "db", SECRET))).outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void whatCouldBeRolledBackToIsInUse() {
        // Given
        put(world, "Deployment", "web", "{spec: {template: {spec: {containers: []}}}}");
        revision("web-1", "1", "volumes: [{name: v, secret: {secretName: db}}]");
        revision("web-2", "2", "containers: []");

        // When
        var answer = answer(delete(object("Secret", "db", SECRET)));

        // Then
        assertThat(((Refused) answer).message()).contains("rollback of Deployment shop/web to revision 1");
    }

    @Test
    void theStorageThatMountsWithASecretIsInUse() {
        // Given
        world.put(
                ObjectReader.read(
                        object(
                                "StorageClass",
                                "fast",
                                "{parameters: {csi.storage.k8s.io/node-stage-secret-name: db, csi.storage.k8s.io/node-stage-secret-namespace: shop}}")));
        put(world, "PersistentVolumeClaim", "files", "{spec: {storageClassName: fast}, status: {phase: Bound}}");
        put(
                world,
                "StatefulSet",
                "store",
                "{spec: {template: {spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: files}}]}}}}");

        // Then
        assertThat(answer(delete(object("Secret", "db", SECRET))).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aServiceAccountInUseStays() {
        // Given
        put(world, "Deployment", "web", "{spec: {template: {spec: {serviceAccountName: web}}}}");

        // Then
        assertThat(answer(delete(object("ServiceAccount", "web", "{}"))).outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(answer(delete(object("ServiceAccount", "other", "{}"))).outcome())
                .isEqualTo(Outcome.ALLOWED);
    }

    /** What takes down a release deletes its Deployment first, and what that needs a moment later. */
    @Test
    void whatGoesItselfNeedsNothing() {
        // Given
        use("web");
        revision("web-1", "1", "volumes: [{name: v, secret: {secretName: db}}]");
        var deletion = delete(object("Secret", "db", SECRET));
        assertThat(answer(deletion).outcome()).isEqualTo(Outcome.REFUSED);

        // When it is being deleted
        put(
                world,
                "Deployment",
                "web",
                "{metadata: {deletionTimestamp: '2026-11-01T12:00:00Z'}, spec: {template: {spec: {volumes: [{name: v, secret: {secretName: db}}]}}}}");

        // Then
        assertThat(answer(deletion).outcome()).isEqualTo(Outcome.ALLOWED);

        // When it is gone, and what it made is not yet
        world.remove(new ObjectRef("Deployment", "shop", "web"));

        // Then
        assertThat(answer(deletion).outcome()).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void whatAServiceAccountPullsWithIsInUse() {
        // Given
        put(world, "ServiceAccount", "default", "{imagePullSecrets: [{name: db}]}");
        put(world, "Deployment", "own", "{spec: {template: {spec: {imagePullSecrets: [{name: other}]}}}}");
        assertThat(answer(delete(object("Secret", "db", SECRET))).outcome()).isEqualTo(Outcome.ALLOWED);

        // When
        put(world, "Deployment", "web", "{spec: {template: {spec: {containers: []}}}}");

        // Then
        assertThat(refusal(delete(object("Secret", "db", SECRET))).message())
                .contains("Deployment shop/web (its images are pulled with it, by ServiceAccount shop/default)");
    }

    @Test
    void theMessageNamesFiveUsersAndCountsTheRest() {
        // Given
        for (var i = 0; i < 7; i++) {
            use("web-" + i);
        }

        // When
        var message = refusal(delete(object("Secret", "db", SECRET))).message();

        // Then
        assertThat(message)
                .contains("Deployment shop/web-0 (the pod, /spec/template/spec/volumes/0/secret)")
                .contains("web-4")
                .doesNotContain("web-5")
                .contains("and 2 more")
                .contains("kubectl -n shop annotate --overwrite secret db rotation.ota-lite.io/allow-removal=");
    }

    @Test
    void aPermitIsForThisRemovalOnly() {
        // Given
        use("web");
        put(
                world,
                "Deployment",
                "other",
                "{spec: {template: {spec: {containers: [{name: c, env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password}}}]}]}}}}");
        var code = code(refusal(delete(object("Secret", "db", SECRET))));
        var permit = "metadata: {annotations: {rotation.ota-lite.io/allow-removal: '" + code + "'}}, ";
        var permitted = object("Secret", "db", SECRET.replace("{data", "{" + permit + "data"));

        // Then
        assertThat(answer(delete(permitted)).outcome()).isEqualTo(Outcome.OVERRIDDEN);
        assertThat(answer(update(permitted, object("Secret", "db", "{data: {user: YQ==}}")))
                        .outcome())
                .as("another removal")
                .isEqualTo(Outcome.REFUSED);
        assertThat(answer(delete(object("Secret", "db", "{" + permit + "data: {user: YQ==}}")))
                        .outcome())
                .as("other entries")
                .isEqualTo(Outcome.REFUSED);
        assertThat(answer(delete(object(
                                "Secret",
                                "db",
                                SECRET.replace(
                                        "{data",
                                        "{" + permit.replace("metadata: {", "metadata: {uid: anew, ") + "data"))))
                        .outcome())
                .as("another object of that name")
                .isEqualTo(Outcome.REFUSED);
    }

    /** Whoever keeps the object up to date may write its content and the annotation together. */
    @Test
    void aPermitStaysGoodWhenOnlyContentIsWritten() {
        // Given
        use("web");
        var code = code(refusal(delete(object("Secret", "db", SECRET))));

        // When
        var written = object(
                "Secret",
                "db",
                "{metadata: {annotations: {rotation.ota-lite.io/allow-removal: '" + code
                        + "'}, managedFields: [{manager: m, operation: Update, time: '2026-11-01T12:30:00Z', fieldsV1: {f:data: {f:user: {}}}}]},"
                        + " data: {user: Yg==, password: Yg==}}");

        // Then
        assertThat(answer(delete(written)).outcome()).isEqualTo(Outcome.OVERRIDDEN);
    }

    @Test
    void whoCleansUpIsNotHindered() {
        // Given
        use("web");
        var secret = object("Secret", "db", SECRET);

        // Then
        for (var user : new String[] {
            "system:kube-controller-manager",
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "system:serviceaccount:kube-system:namespace-controller"
        }) {
            assertThat(answer(request("DELETE", user, secret, null)).outcome()).isEqualTo(Outcome.EXEMPT);
        }

        // When the namespace goes
        world.put(ObjectReader.read(GuardScene.JSON
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .set(
                        "metadata",
                        GuardScene.JSON
                                .createObjectNode()
                                .put("name", "shop")
                                .put("deletionTimestamp", "2026-11-01T12:00:00Z"))));

        // Then
        assertThat(answer(delete(secret)).outcome()).isEqualTo(Outcome.EXEMPT);
    }

    @Test
    void whoeverCannotSeeAllowsAndSaysSo() {
        // Given
        use("web");
        world.lose(new Scope("Deployment", "shop"), "no permission to list deployments in shop");

        // When
        var answer = answer(delete(object("Secret", "db", SECRET)));

        // Then
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(((Allowed) answer).warnings()).singleElement().asString().contains("no permission");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "CronJob", "Pod", "Secret"})
    void whoeverHasSeenNothingNewForLongAllowsAndSaysSo(String kind) {
        // Given
        var later = NOW.plusSeconds(121);
        var now = new AtomicReference<>(NOW);
        var aging = new World(((InstantSource) now::get).withZone(ZoneOffset.UTC));
        GuardScene.see(aging);
        put(aging, "Deployment", "web", USES_DB);
        now.set(later);
        aging.views().stream()
                .map(View::scope)
                .filter(scope -> !scope.kind().equals(kind))
                .forEach(aging::see);
        var old = new GuardRules(aging, new Judge(aging, ImageView.UNCHECKED, Duration.ofDays(14)), Optional.empty());
        var deletion = delete(object("Secret", "db", SECRET));
        assertThat(old.review(deletion, NOW.plusSeconds(9)).outcome()).isEqualTo(Outcome.REFUSED);

        // When
        var answer = old.review(deletion, later);

        // Then
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(((Allowed) answer).warnings()).singleElement().asString().contains(kind + " was last known");
    }

    @Test
    void whatCannotStartComesWithAWarning() {
        // Given
        var pod = "{spec: {template: {spec: {volumes: [{name: v, secret: {secretName: none}}]}}}}";

        // When
        var answer = answer(request("CREATE", "somebody", null, object("Deployment", "web", pod)));

        // Then
        assertThat(answer.outcome()).isEqualTo(Outcome.WARNED);
        assertThat(((Allowed) answer).warnings()).singleElement().asString().contains("Secret shop/none");
        assertThat(answer(request("CREATE", "somebody", null, object("Deployment", "web", pod.replace("none", "db"))))
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
    }

    private void use(String name) {
        put(world, "Deployment", name, USES_DB);
    }

    private void revision(String name, String number, String pod) {
        put(
                world,
                "ReplicaSet",
                name,
                ("{metadata: {annotations: {deployment.kubernetes.io/revision: '%s'}, ownerReferences: [{apiVersion: apps/v1,"
                                + " kind: Deployment, name: web, uid: uid-Deployment-web, controller: true}]}, spec: {template: {spec: {%s}}}}")
                        .formatted(number, pod));
    }

    private Answer answer(AdmissionRequest request) {
        return rules.review(request, NOW);
    }

    private Refused refusal(AdmissionRequest request) {
        return (Refused) answer(request);
    }

    static String code(Refused refused) {
        var matcher = Pattern.compile("allow-removal=([0-9a-f]{10})").matcher(refused.message());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
