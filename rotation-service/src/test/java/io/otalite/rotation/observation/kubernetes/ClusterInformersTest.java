package io.otalite.rotation.observation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A world that is fed by a real client from a real API. */
@Execution(ExecutionMode.CONCURRENT)
class ClusterInformersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectRef TOKEN = new ObjectRef(Kinds.SECRET, "shop", "token");
    private static final ObjectRef OTHER = new ObjectRef(Kinds.SECRET, "bank", "token");
    private static final Clock CLOCK = Clock.systemUTC();

    private final World world = new World(CLOCK);
    private final AtomicInteger changes = new AtomicInteger();

    @TempDir
    Path home;

    private TestCluster cluster;
    private ClusterInformers informers;

    @BeforeEach
    void start() {
        cluster = new TestCluster(home);
        cluster.create("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: bank}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}, stringData: {t: first}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: token, namespace: bank}, stringData: {t: first}}
                """);
    }

    @AfterEach
    void stop() throws Exception {
        informers.close();
        cluster.close();
    }

    private void watch(KubernetesClient client, Map<String, String> properties) {
        begin(client, properties, CLOCK);
        await().atMost(SOON).until(informers::synced);
    }

    private void begin(KubernetesClient client, Map<String, String> properties, Clock clock) {
        var config = ConfigMappings.read(ClusterConfig.class, properties);
        informers = new ClusterInformers(client, config, world, changes::incrementAndGet, clock);
        informers.start();
    }

    @Test
    void whatIsThereIsSeenAndFollowed() {
        // Given
        cluster.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: main, image: web, envFrom: [{secretRef: {name: token}}]}
                """);
        watch(cluster.admin(), Map.of());

        // When
        cluster.create(
                "{apiVersion: v1, kind: Secret, metadata: {name: late, namespace: shop}, stringData: {t: first}}");
        cluster.admin()
                .secrets()
                .inNamespace("shop")
                .withName("late")
                .edit(secret ->
                        new SecretBuilder(secret).addToData("more", "eA==").build());
        cluster.admin().secrets().inNamespace("shop").withName("token").delete();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.find(new ObjectRef(Kinds.SECRET, "shop", "late")))
                        .hasValueSatisfying(late ->
                                assertThat(((DataObject) late).entries()).containsOnlyKeys("t", "more")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.look(TOKEN))
                        .isInstanceOfSatisfying(
                                Sighting.Missing.class,
                                missing -> assertThat(missing.gone()).isPresent()));
        assertThat(world.dependents(TOKEN)).containsExactly(new ObjectRef(Kinds.DEPLOYMENT, "shop", "web"));
        assertThat(world.names(Kinds.NAMESPACE, "")).extracting(ObjectRef::name).contains("shop", "bank");
        assertThat(changes).hasPositiveValue();
    }

    @Test
    void theContentOfASecretIsNotKept() {
        // Given
        var large = "canary-of-this-test-".repeat(50_000);
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("large")
                .endMetadata()
                .addToStringData("large", large)
                .build();
        cluster.admin().resource(secret).create();

        // When
        watch(cluster.admin(), Map.of());

        // Then
        assertThat(world.find(new ObjectRef(Kinds.SECRET, "shop", "large")))
                .hasValueSatisfying(seen -> assertThat(
                                ((DataObject) seen).entries().get("large").size())
                        .isEqualTo(large.length()));
        var inBase64 = Base64.getEncoder().encodeToString(large.getBytes(StandardCharsets.UTF_8));
        assertThat(world.all().toString())
                .contains("large")
                .doesNotContain(large.substring(0, 20), inBase64.substring(0, 24));
    }

    @Test
    void whatIsDeletedWhileNobodyCanLookIsMissedLater() {
        // Given
        var wire = cluster.wire();
        watch(cluster.client(wire), Map.of());
        var before = changes.get();
        wire.cut();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.look(TOKEN))
                        .isInstanceOfSatisfying(
                                Sighting.Unseen.class,
                                unseen -> assertThat(unseen.reason()).startsWith("the watch is broken since ")));
        assertThat(changes).hasValueGreaterThan(before);
        cluster.admin().secrets().inNamespace("shop").withName("token").delete();

        // When
        wire.mend();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Missing.class));
        assertThat(world.look(OTHER)).isInstanceOf(Sighting.Found.class);
        await().atMost(SOON).until(() -> isConfirmedWithin(Duration.ofSeconds(3)));
    }

    @Test
    void aWatchThatCannotGoOnWhereItWasBeginsAnew() {
        // Given
        var wire = cluster.wire();
        watch(cluster.client(wire), Map.of());
        wire.cut();
        cluster.admin().secrets().inNamespace("shop").withName("token").delete();

        // When
        cluster.restart();
        wire.mend();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Missing.class));
        cluster.create("{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}}");
        await().atMost(SOON).untilAsserted(() -> assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class));
    }

    @Test
    void aServerThatIsHeardOnlyConfirms() {
        // Given
        watch(cluster.admin(), Map.of());
        await().atMost(SOON).until(() -> isConfirmedWithin(Duration.ofSeconds(3)));

        // Then: it says every other second where it is, and nothing is known in between.
        await().atMost(SOON).until(() -> !isConfirmedWithin(Duration.ofSeconds(1)));
        cluster.create("{apiVersion: v1, kind: Secret, metadata: {name: news, namespace: shop}}");
        await().atMost(SOON).until(() -> isConfirmedWithin(Duration.ofSeconds(3)));
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);
    }

    @Test
    void aListThatFailsForLongHoldsUpNothingElse() throws Exception {
        // Given
        try (var fault = new Fault(500)) {
            var clock = new MutableClock(CLOCK.instant());

            // When
            begin(cluster.client(fault.of("/secrets")), Map.of(), clock);
            await().atMost(SOON).until(() -> fault.asked() > 0);
            await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> !informers.synced());
            clock.pass(Duration.ofSeconds(31));

            // Then
            await().atMost(SOON).until(informers::synced);
            assertThat(world.look(TOKEN)).isEqualTo(new Sighting.Unseen("secrets cannot be listed: HTTP 500", true));
            assertThat(world.look(new ObjectRef(Kinds.CONFIG_MAP, "bank", "none")))
                    .isInstanceOf(Sighting.Missing.class);
            assertThat(fault.asked()).isLessThan(8);

            // When
            fault.mend();

            // Then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class));
        }
    }

    @Test
    void aListThatNeverEndsHoldsUpNothingElse() throws Exception {
        // Given
        try (var fault = Fault.withoutEnd()) {
            var clock = new MutableClock(CLOCK.instant());

            // When
            begin(cluster.client(fault.of("/secrets")), Map.of(), clock);
            await().atMost(SOON).until(() -> fault.asked() > 1);
            await().during(Duration.ofSeconds(2)).until(() -> true);
            clock.pass(Duration.ofSeconds(31));

            // Then
            await().atMost(SOON).until(informers::synced);
            assertThat(world.look(TOKEN))
                    .isEqualTo(new Sighting.Unseen("secrets cannot be listed: the cluster does not answer", true));
        }
    }

    @Test
    void aServerThatEndsEachWatchAtOnceIsNotAskedWithoutAPause() throws Exception {
        // Given
        try (var fault = new Fault(200)) {
            Predicate<URI> watches =
                    uri -> uri.getPath().endsWith("/secrets") && uri.getQuery().contains("watch=true");

            // When
            watch(cluster.client(fault.of(watches)), Map.of());

            // Then
            await().atMost(SOON).until(() -> fault.asked() > 2);
            var before = fault.asked();
            await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> fault.asked() < before + 8);
        }
    }

    @Test
    void aRefusalIsBelievedWhenItComesTwice() throws Exception {
        // Given
        try (var fault = new Fault(403)) {
            begin(cluster.client(fault.of("/secrets")), Map.of(), CLOCK);
            await().atMost(SOON).until(() -> fault.asked() == 1);

            // When
            fault.mend();

            // Then
            await().atMost(SOON).until(informers::synced);
            assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);
            assertThat(fault.asked()).isEqualTo(1);
        }
    }

    @Test
    void whatEveryClusterHasIsNotAbsentBecauseItIsNotFound() throws Exception {
        // Given
        try (var fault = new Fault(404)) {
            var clock = new MutableClock(CLOCK.instant());

            // When
            begin(cluster.client(fault.of("/secrets")), Map.of(), clock);
            await().atMost(SOON).until(() -> fault.asked() > 2);
            clock.pass(Duration.ofSeconds(31));

            // Then
            await().atMost(SOON).until(informers::synced);
            assertThat(world.look(TOKEN)).isEqualTo(new Sighting.Unseen("secrets cannot be listed: HTTP 404", true));
        }
    }

    @Test
    void aGroupThatDoesNotAnswerIsUnknown() throws Exception {
        // Given
        try (var fault = new Fault(404)) {
            // When
            watch(cluster.client(fault.of("/apis/storage.k8s.io/v1")), Map.of());

            // Then
            assertThat(world.look(new ObjectRef(Kinds.STORAGE_CLASS, "", "any")))
                    .isEqualTo(new Sighting.Unseen("the API group storage.k8s.io does not answer", true));
        }
    }

    @Test
    void anObjectThatMakesTroubleHidesNoOther() {
        // Given
        world.addListener((_, after, _) -> {
            if (after.filter(object -> object.ref().name().startsWith("trouble"))
                    .isPresent()) {
                throw new IllegalStateException("trouble");
            }
        });
        cluster.create("{apiVersion: v1, kind: Secret, metadata: {name: trouble, namespace: shop}}");
        watch(cluster.admin(), Map.of());

        // When
        cluster.create("{apiVersion: v1, kind: Secret, metadata: {name: trouble-again, namespace: shop}}");
        cluster.create("{apiVersion: v1, kind: Secret, metadata: {name: sound, namespace: shop}}");

        // Then
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.look(new ObjectRef(Kinds.SECRET, "shop", "sound")))
                        .isInstanceOf(Sighting.Found.class));
    }

    private boolean isConfirmedWithin(Duration age) {
        return view(Kinds.SECRET, "").confirmed().isAfter(CLOCK.instant().minus(age));
    }

    private View view(String kind, String namespace) {
        return world.views().stream()
                .filter(view -> view.scope().equals(new Scope(kind, namespace)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNamespaceThatRefusesIsUnknownAndNothingElseIs() {
        // Given
        cluster.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: secrets}
                rules: [{apiGroups: [''], resources: [secrets], verbs: [list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: places}
                rules: [{apiGroups: [''], resources: [namespaces, configmaps], verbs: [list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: places}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: places}
                subjects: [{kind: ServiceAccount, namespace: shop, name: links}]
                """);
        allow("RoleBinding", "namespace: shop, ");

        // When
        watch(cluster.clientOf("shop", "links"), Map.of("ota.links.permission-retry-interval", "PT2S"));

        // Then
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);
        assertThat(world.look(OTHER)).isEqualTo(new Sighting.Unseen("no permission to list secrets in bank", true));
        assertThat(world.look(new ObjectRef(Kinds.CONFIG_MAP, "bank", "none"))).isInstanceOf(Sighting.Missing.class);
        assertThat(view(Kinds.NODE, "").blind()).contains("no permission to list nodes");

        // When
        var before = changes.get();
        allow("RoleBinding", "namespace: bank, ");

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(world.look(OTHER)).isInstanceOf(Sighting.Found.class));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
        assertThat(view(Kinds.SECRET, "").blind()).contains("no permission to list secrets in all namespaces");
    }

    @Test
    void aPermissionThatIsTakenAwayIsMissed() {
        // Given
        cluster.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: secrets}
                rules: [{apiGroups: [''], resources: [secrets], verbs: [list, watch]}]
                """);
        allow("ClusterRoleBinding", "");
        watch(cluster.clientOf("shop", "links"), Map.of("ota.links.permission-retry-interval", "PT2S"));
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);

        // When
        cluster.admin().rbac().clusterRoleBindings().withName("secrets").delete();
        cluster.restart();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.look(TOKEN))
                        .isEqualTo(new Sighting.Unseen("no permission to list secrets in all namespaces", true)));
        allow("ClusterRoleBinding", "");
        await().atMost(SOON).untilAsserted(() -> assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class));
    }

    private void allow(String binding, String place) {
        cluster.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %s
                metadata: {%sname: secrets}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secrets}
                subjects: [{kind: ServiceAccount, namespace: shop, name: links}]
                """.formatted(binding, place));
    }

    @Test
    void aKindThatTheClusterDoesNotHaveHasNoObjects() {
        // When
        watch(cluster.admin(), Map.of("ota.links.exclude-kinds", "ConfigMap"));

        // Then
        assertThat(world.look(new ObjectRef(Kinds.CLUSTER_TRUST_BUNDLE, "", "any")))
                .isInstanceOf(Sighting.Missing.class);
        assertThat(world.look(new ObjectRef(Kinds.CONFIG_MAP, "shop", "any")))
                .isInstanceOfSatisfying(
                        Sighting.Unseen.class,
                        unseen -> assertThat(unseen.watched()).isFalse());
    }

    @Test
    void aKindThatTheClusterWasTaughtIsReadByItsForm() {
        // Given
        cluster.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: web, namespace: shop}
                spec:
                  analysis: {existingSecret: token}
                  template:
                    spec:
                      containers: [{name: main, image: web}]
                """);

        // When
        watch(cluster.admin(), Map.of());

        // Then
        assertThat(world.find(new ObjectRef("Rollout.argoproj.io", "shop", "web")))
                .hasValueSatisfying(rollout -> assertThat(rollout.references()).anySatisfy(reference -> {
                    assertThat(reference.use()).isEqualTo(Use.INFERRED);
                    assertThat(reference.target()).isEqualTo(TOKEN);
                }))
                .hasValueSatisfying(
                        rollout -> assertThat(((Referrer) rollout).isJudged()).isTrue());
    }
}
