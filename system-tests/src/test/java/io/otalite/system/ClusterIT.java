package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.otalite.local.cluster.Workloads;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The services as Deployments: restarted, rolled and broken as operators do it, while clients publish. */
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path SCENARIOS = Path.of("src", "test", "scenarios");
    private static final String RUN = "ota-lite.io/test-run";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.asDocumented();

    private final ApiClient api = SYSTEM.api();
    private final Ledger ledger = new Ledger();

    @Test
    void whenTheApiIsRolledUnderLoad_thenNoRequestIsLost() {
        // Given
        var factory = factory();
        var before = uids("api-service");

        // When
        try (var _ = Load.start(api, ledger, List.of(factory), new Random(1))) {
            awaitPromises(20);
            roll("api-service", "under-load");
            awaitPromises(20);
        }

        // Then
        assertThat(uids("api-service")).doesNotContainAnyElementsOf(before);
        assertThat(ledger.unanswered()).as("requests without an answer").isZero();
        assertThat(ledger.wrongAnswers()).isEmpty();
    }

    @Test
    void whenTheBackupIsRolledUnderLoad_thenEverythingPublishedIsArchived() {
        // Given
        var factory = factory();
        var before = SYSTEM.process(TestSystem.BACKUP).pid();

        // When
        try (var _ = Load.start(api, ledger, List.of(factory), new Random(2))) {
            awaitPromises(10);
            roll("backup-service", "under-load");
            awaitPromises(10);
        }

        // Then
        assertThat(ledger.unanswered()).isZero();
        assertThat(SYSTEM.process(TestSystem.BACKUP).pid()).isNotEqualTo(before);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            var completeness = SYSTEM.backup().completeness(factory);
            assertThat(completeness.path("newest").asLong()).isEqualTo(api.newest(factory));
            assertThat(completeness.path("complete").asBoolean()).isTrue();
        });
    }

    @Test
    void givenARequiredConfigMapIsGone_whenTheApiIsRolled_thenTheNewPodCannotStartAndTheOldOneServes() {
        // Given
        var factory = factory();
        var before = uids("api-service");
        var client = SYSTEM.cluster().client();
        var kafka = client.configMaps()
                .inNamespace(Workloads.NAMESPACE)
                .withName("kafka")
                .require();
        client.resource(kafka).delete();

        // When
        restart("api-service", "without-config");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waitingReasons("api-service")).contains("CreateContainerConfigError"));
        assertThat(uids("api-service")).containsAll(before);
        ledger.record(api.replace(factory, SampleTargets.one("while-broken-lmp-1")));
        kafka.getMetadata().setResourceVersion(null);
        kafka.getMetadata().setUid(null);
        client.resource(kafka).create();
        awaitRolled("api-service", "without-config");
    }

    @Test
    void givenASecretThatOnlyTheBackupNeeds_whenItIsGone_thenBothServicesStillStart() {
        // Given
        var factory = factory();
        var credential = SYSTEM.cluster().secrets(Workloads.NAMESPACE).read("archive-credential", "key.json");
        SYSTEM.cluster().secrets(Workloads.NAMESPACE).delete("archive-credential");

        // When
        roll("api-service", "without-credential");
        roll("backup-service", "without-credential");

        // Then
        ledger.record(api.replace(factory, SampleTargets.one("while-held-lmp-1")));
        SYSTEM.cluster()
                .secrets(Workloads.NAMESPACE)
                .replace("archive-credential", Map.of("key.json", new String(credential, StandardCharsets.UTF_8)));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(SYSTEM.backup()
                                .completeness(factory)
                                .path("newest")
                                .asLong())
                        .isEqualTo(api.newest(factory)));
    }

    /** The same script can be run against any cluster; see docs/operations.md. */
    @Test
    @EnabledIf(value = "hasKubectl", disabledReason = "kubectl is not installed")
    void theScenarioOfRolloutsShowsTheStatesThatAreWrittenDown() throws Exception {
        // Given
        var script = new ProcessBuilder("bash", SCENARIOS.resolve("rollouts.sh").toString()).redirectErrorStream(true);
        script.environment().put("KUBECONFIG", SYSTEM.kubeconfig().toString());

        // When
        var run = script.start();
        var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(output).isEqualTo(Files.readString(SCENARIOS.resolve("rollouts.expected")));
        assertThat(run.waitFor()).isZero();
    }

    static boolean hasKubectl() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    private String factory() {
        var factory = Names.unique("rolled");
        api.createFactory(factory);
        ledger.record(api.replace(factory, SampleTargets.one(Load.FIRST)));
        return factory;
    }

    private void awaitPromises(int more) {
        var wanted = ledger.promises() + more;
        await().atMost(PATIENCE).until(() -> ledger.promises() >= wanted);
    }

    private static void roll(String name, String run) {
        restart(name, run);
        awaitRolled(name, run);
    }

    private static void restart(String name, String run) {
        deployment(name).edit(deployment -> {
            var metadata = deployment.getSpec().getTemplate().getMetadata();
            if (metadata.getAnnotations() == null) {
                metadata.setAnnotations(new HashMap<>());
            }
            metadata.getAnnotations().put(RUN, run);
            return deployment;
        });
    }

    private static void awaitRolled(String name, String run) {
        await("the rollout of " + name).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(pods(name))
                    .singleElement()
                    .satisfies(pod ->
                            assertThat(pod.getMetadata().getAnnotations()).containsEntry(RUN, run));
            var status = deployment(name).require().getStatus();
            assertThat(status.getAvailableReplicas()).isEqualTo(1);
            assertThat(status.getUpdatedReplicas()).isEqualTo(1);
        });
    }

    private static Set<String> uids(String name) {
        return pods(name).stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private static List<String> waitingReasons(String name) {
        return pods(name).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(container -> container.getState().getWaiting() != null)
                .map(container -> container.getState().getWaiting().getReason())
                .toList();
    }

    private static List<Pod> pods(String name) {
        return SYSTEM.cluster()
                .client()
                .pods()
                .inNamespace(Workloads.NAMESPACE)
                .withLabel("app.kubernetes.io/name", name)
                .list()
                .getItems();
    }

    private static RollableScalableResource<Deployment> deployment(String name) {
        return SYSTEM.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(Workloads.NAMESPACE)
                .withName(name);
    }
}
