package io.otalite.emulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that the services make with their client. */
class Fabric8ClientTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path home;

    private static RunningCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void anObjectIsCreatedReadUpdatedAndDeleted() {
        // When
        var created = client.resource(secret("crud", "v")).create();

        // Then
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        var changed = client.resource(
                        new SecretBuilder(created).addToData("more", "eA==").build())
                .update();
        assertThat(changed.getData()).containsOnlyKeys("k", "more");
        assertThat(client.secrets().withName("crud").delete()).hasSize(1);
        assertThat(client.secrets().withName("crud").get()).isNull();
    }

    @Test
    void aSecondCreationAndAStaleUpdateAreConflicts() {
        // Given
        var first = client.resource(secret("conflict", "v")).create();
        client.resource(new SecretBuilder(first).addToData("a", "eA==").build()).update();

        // Then
        assertThatThrownBy(() -> client.resource(secret("conflict", "v")).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists"));
        assertThatThrownBy(() -> client.resource(
                                new SecretBuilder(first).addToData("b", "eA==").build())
                        .update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("Conflict"));
    }

    @Test
    void anEditSendsAJsonPatch() {
        // Given
        client.resource(secret("edit", "v")).create();

        // When
        var edited = client.secrets()
                .withName("edit")
                .edit(old -> new SecretBuilder(old).addToData("more", "eA==").build());

        // Then
        assertThat(edited.getData()).containsEntry("more", "eA==");
    }

    @Test
    void aDeploymentIsScaledRestartedAndEdited() {
        // Given
        client.resource(deployment("web")).create();
        var web = client.apps().deployments().withName("web");

        // When
        web.scale(3);
        untilNobodyWasFaster(() -> web.rolling().restart());
        untilNobodyWasFaster(() -> web.rolling().updateImage("other"));

        // Then
        var stored = web.get();
        assertThat(stored.getSpec().getReplicas()).isEqualTo(3);
        assertThat(stored.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsKey("kubectl.kubernetes.io/restartedAt");
        assertThat(stored.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo("other");
    }

    /** The client's edits name the version they start from, and the Deployment controller writes, too. */
    private static void untilNobodyWasFaster(Runnable edit) {
        await().ignoreExceptionsMatching(
                        e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
                .until(() -> {
                    edit.run();
                    return true;
                });
    }

    @Test
    void anEditOfTheStatusChangesNothingElse() {
        // Given
        client.resource(claim("claimed")).create();

        // When
        client.persistentVolumeClaims()
                .withName("claimed")
                .editStatus(old -> new PersistentVolumeClaimBuilder(old)
                        .editSpec()
                        .withVolumeName("other")
                        .endSpec()
                        .editOrNewStatus()
                        .withPhase("Bound")
                        .endStatus()
                        .build());

        // Then
        var stored = client.persistentVolumeClaims().withName("claimed").get();
        assertThat(stored.getStatus().getPhase()).isEqualTo("Bound");
        assertThat(stored.getSpec().getVolumeName()).isNull();
    }

    @Test
    void aServerSideApplyCreatesAndChanges() {
        // When
        var created = client.resource(map("applied", Map.of("a", "1")))
                .fieldManager("test")
                .serverSideApply();
        var changed = client.resource(map("applied", Map.of("a", "2")))
                .fieldManager("test")
                .forceConflicts()
                .serverSideApply();

        // Then
        assertThat(changed.getMetadata().getUid())
                .isEqualTo(created.getMetadata().getUid());
        assertThat(changed.getData()).containsExactly(Map.entry("a", "2"));
    }

    @Test
    void aDryRunIsForgotten() {
        // When
        client.resource(secret("dry", "v")).dryRun().create();
        client.resource(secret("stays", "v")).create();
        client.secrets().withName("stays").dryRun().delete();

        // Then
        assertThat(client.secrets().withName("dry").get()).isNull();
        assertThat(client.secrets().withName("stays").get()).isNotNull();
    }

    @Test
    void aDeletionWithAStaleVersionIsRefused() {
        // Given
        var old = client.resource(secret("locked", "v")).create();
        client.resource(new SecretBuilder(old).addToData("a", "eA==").build()).update();

        // Then
        assertThatThrownBy(() -> client.secrets()
                        .withName("locked")
                        .lockResourceVersion(old.getMetadata().getResourceVersion())
                        .delete())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void aListIsSelectedByLabelsAndInPages() {
        // Given
        for (var name : List.of("l1", "l2", "l3")) {
            client.resource(new ConfigMapBuilder(map(name, Map.of()))
                            .editMetadata()
                            .addToLabels("list", "yes")
                            .endMetadata()
                            .build())
                    .create();
        }

        // When
        var page = client.configMaps()
                .withLabel("list", "yes")
                .list(new ListOptionsBuilder().withLimit(2L).build());

        // Then
        assertThat(page.getItems()).hasSize(2);
        assertThat(page.getMetadata().getContinue()).isNotEmpty();
    }

    @Test
    void anInformerHearsOfEverything() {
        // Given
        var heard = new CopyOnWriteArrayList<String>();
        try (var informer = client.configMaps()
                .withLabel("informed", "yes")
                .inform(new ResourceEventHandler<ConfigMap>() {
                    @Override
                    public void onAdd(ConfigMap map) {
                        heard.add("add " + map.getMetadata().getName());
                    }

                    @Override
                    public void onUpdate(ConfigMap old, ConfigMap map) {
                        heard.add("update " + map.getMetadata().getName());
                    }

                    @Override
                    public void onDelete(ConfigMap map, boolean unknown) {
                        heard.add("delete " + map.getMetadata().getName());
                    }
                })) {
            var map = new ConfigMapBuilder(map("informed", Map.of("a", "1")))
                    .editMetadata()
                    .addToLabels("informed", "yes")
                    .endMetadata()
                    .build();

            // When
            var created = client.resource(map).create();
            client.resource(new ConfigMapBuilder(created).addToData("b", "2").build())
                    .update();
            client.configMaps().withName("informed").delete();

            // Then
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(heard).containsExactly("add informed", "update informed", "delete informed"));
            assertThat(informer.isWatching()).isTrue();
        }
    }

    @Test
    void aConditionIsWaitedFor() {
        // Given
        client.resource(map("late", Map.of("state", "new"))).create();
        var waiting = client.configMaps()
                .withName("late")
                .informOnCondition(maps -> !maps.isEmpty()
                        && "done".equals(maps.getFirst().getData().get("state")));

        // When
        client.configMaps()
                .withName("late")
                .edit(old ->
                        new ConfigMapBuilder(old).addToData("state", "done").build());

        // Then
        assertThat(waiting).succeedsWithin(SOON);
    }

    @Test
    void oneOfTwoBecomesTheLeaderAndTheOtherFollows() {
        // Given
        var led = new CopyOnWriteArrayList<String>();
        CompletableFuture<?> first = elect("one", led);
        await().atMost(SOON).untilAsserted(() -> assertThat(led).containsExactly("one"));
        CompletableFuture<?> second = elect("two", led);

        // When
        first.cancel(true);

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(led).containsExactly("one", "two"));
        Lease lease = client.leases().withName("leader").get();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("two");
        second.cancel(true);
    }

    @Test
    void theKindsThatAreOfferedAreKnown() {
        assertThat(client.supports(Deployment.class)).isTrue();
        assertThat(client.supports(IngressClass.class)).isFalse();
        assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("34");
    }

    private static CompletableFuture<?> elect(String name, List<String> led) {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(name)
                        .withLock(new LeaseLock("default", "leader", name))
                        .withLeaseDuration(Duration.ofSeconds(3))
                        .withRenewDeadline(Duration.ofSeconds(2))
                        .withRetryPeriod(Duration.ofMillis(200))
                        .withReleaseOnCancel()
                        .withLeaderCallbacks(new LeaderCallbacks(() -> led.add(name), () -> {}, _ -> {}))
                        .build())
                .build()
                .start();
    }

    private static Secret secret(String name, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("k", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static ConfigMap map(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build();
    }

    private static PersistentVolumeClaim claim(String name) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    private static Deployment deployment(String name) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("web")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
