package io.otalite.emulator.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a pod shows that what it refers to is missing, by the place of the reference. */
class SymptomsTest {
    private static final String CONFIG_ERROR = "CreateContainerConfigError";

    private final PlayedCluster cluster = new PlayedCluster();

    @ParameterizedTest(name = "{0} of {1} in {2}, optional {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        object | Secret    | env       | false | CreateContainerConfigError | secret "x" not found
        key    | Secret    | env       | false | CreateContainerConfigError | couldn't find key k in Secret shop/x
        object | ConfigMap | env       | false | CreateContainerConfigError | configmap "x" not found
        key    | ConfigMap | env       | false | CreateContainerConfigError | couldn't find key k in ConfigMap shop/x
        object | Secret    | env       | true  | Running                    |
        key    | Secret    | env       | true  | Running                    |
        object | ConfigMap | env       | true  | Running                    |
        key    | ConfigMap | env       | true  | Running                    |
        object | Secret    | envFrom   | false | CreateContainerConfigError | secret "x" not found
        object | ConfigMap | envFrom   | false | CreateContainerConfigError | configmap "x" not found
        object | Secret    | envFrom   | true  | Running                    |
        object | ConfigMap | envFrom   | true  | Running                    |
        object | Secret    | volume    | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : secret "x" not found
        key    | Secret    | volume    | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : references non-existent secret key: k
        object | ConfigMap | volume    | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : configmap "x" not found
        key    | ConfigMap | volume    | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : references non-existent config key: k
        object | Secret    | volume    | true  | Running                    |
        key    | Secret    | volume    | true  | Running                    |
        object | ConfigMap | volume    | true  | Running                    |
        key    | ConfigMap | volume    | true  | Running                    |
        object | Secret    | projected | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : secret "x" not found
        key    | Secret    | projected | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : references non-existent secret key: k
        object | ConfigMap | projected | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : configmap "x" not found
        key    | ConfigMap | projected | false | ContainerCreating          | MountVolume.SetUp failed for volume "v" : references non-existent config key: k
        object | Secret    | projected | true  | Running                    |
        key    | ConfigMap | projected | true  | Running                    |
        """)
    void aMissing(String what, String kind, String place, boolean optional, String shown, String said) {
        // Given
        if (what.equals("key")) {
            cluster.apply("{apiVersion: v1, kind: %s, metadata: {name: x}, data: {other: dg==}}".formatted(kind));
        }

        // When
        cluster.apply(pod(place, kind, optional, "containers"));
        cluster.pass(1);

        // Then
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo(shown);
        if (said != null) {
            var reason = shown.equals(CONFIG_ERROR) ? "Failed: Error: " : "FailedMount: ";
            assertThat(cluster.events()).contains(reason + said);
        }
    }

    @ParameterizedTest(name = "{0} in an init container: {1}")
    @CsvSource({
        "env, Init:CreateContainerConfigError",
        "envFrom, Init:CreateContainerConfigError",
        "volume, Init:PodInitializing"
    })
    void aMissingSecretHoldsAnInitContainer(String place, String shown) {
        // When
        cluster.apply(pod(place, "Secret", false, "initContainers"));
        cluster.pass(1);

        // Then
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo(shown);
        assertThat(cluster.pod().path("status").path("phase").asText()).isEqualTo("Pending");
    }

    @Test
    void theMessageOfAConfigErrorIsInTheStatus() {
        // When
        cluster.apply(pod("env", "Secret", false, "containers"));

        // Then
        var waiting = PlayedCluster.container(cluster.pod()).path("state").path("waiting");
        assertThat(waiting.path("reason").asText()).isEqualTo(CONFIG_ERROR);
        assertThat(waiting.path("message").asText()).isEqualTo("secret \"x\" not found");
    }

    @ParameterizedTest
    @CsvSource({"env", "envFrom", "volume", "projected"})
    void whatAppearsLaterHeals(String place) {
        // Given
        cluster.apply(pod(place, "Secret", false, "containers"));
        cluster.pass(15);

        // When
        cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {k: dg==}}");

        // Then
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo("Running");
    }

    @Test
    void anEnvironmentIsReadAtEachStartSoADeletedSecretBitesAtTheNext() {
        // Given
        var secret = cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {k: dg==}}");
        cluster.apply(pod("env", "Secret", false, "containers")
                .replace("annotations: {}", "annotations: {emulator.ota-lite.io/crash-after: 60s}"));

        // When
        cluster.delete(secret);
        cluster.pass(59);

        // Then
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo("Running");

        cluster.pass(2);
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo(CONFIG_ERROR);
        assertThat(PlayedCluster.container(cluster.pod()).path("lastState").has("terminated"))
                .isTrue();
    }

    @Test
    void aVolumeFollowsItsSecret() {
        // Given
        var secret = cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {k: b2xk}}");
        cluster.apply(pod("volume", "Secret", false, "containers"));

        // When
        cluster.change(secret, object -> {
            object.withObjectProperty("data").put("k", "bmV3");
            return object;
        });

        // Then
        var volume = cluster.runtime
                .volume(cluster.ref(cluster.pod(), "main").pod(), "v")
                .orElseThrow();
        assertThat(volume.files().get("file").content()).asString().isEqualTo("new");

        cluster.objects.remove(secret);
        cluster.pass(1);
        var kept = cluster.runtime
                .volume(cluster.ref(cluster.pod(), "main").pod(), "v")
                .orElseThrow();
        assertThat(kept.files().get("file").content()).asString().isEqualTo("new");
        assertThat(cluster.events())
                .contains("FailedMount: MountVolume.SetUp failed for volume \"v\" : secret \"x\" not found");
    }

    @Test
    void aVolumeThatIsNotOfferedIsNamed() {
        // When
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers: [{name: main, image: app}]
              volumes: [{name: v, hostPath: {path: /}}]
            """);

        // Then
        assertThat(cluster.events())
                .contains("FailedMount: MountVolume.SetUp failed for volume \"v\" : volumes of type hostPath are not"
                        + " supported");
    }

    @Test
    void anImageThatMayNotBePulledIsNamedSo() {
        // When
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {containers: [{name: main, image: missing, imagePullPolicy: Never}]}
            """);

        // Then
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo("ErrImageNeverPull");
        assertThat(cluster.events())
                .contains("ErrImageNeverPull: Container image \"missing\" is not present with pull policy of Never");
    }

    @Test
    void aRepeatedFailureIsOneEventWithACount() {
        // When
        cluster.apply(pod("env", "Secret", false, "containers"));
        cluster.pass(95);

        // Then
        assertThat(cluster.list(Kinds.EVENT))
                .filteredOn(event -> event.path("message").asText().equals("Error: secret \"x\" not found"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("count").asInt()).isEqualTo(10));
    }

    private static String pod(String place, String kind, boolean optional, String list) {
        var isSecret = kind.equals("Secret");
        var field = isSecret ? "secret" : "configMap";
        var container = switch (place) {
            case "env" ->
                "env: [{name: A, valueFrom: {%sKeyRef: {name: x, key: k, optional: %s}}}]".formatted(field, optional);
            case "envFrom" -> "envFrom: [{%sRef: {name: x, optional: %s}}]".formatted(field, optional);
            default -> "volumeMounts: [{name: v, mountPath: /v}]";
        };
        var name = place.equals("volume") && isSecret ? "secretName" : "name";
        var source = "%s: {%s: x, optional: %s, items: [{key: k, path: file}]}".formatted(field, name, optional);
        var volumes = switch (place) {
            case "volume" -> "{name: v, %s}".formatted(source);
            case "projected" -> "{name: v, projected: {sources: [{%s}]}}".formatted(source);
            default -> "";
        };
        var tested = "{name: main, image: app, %s}".formatted(container);
        var isInit = list.equals("initContainers");
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, annotations: {}}
            spec:
              initContainers: [%s]
              containers: [%s]
              volumes: [%s]
            """.formatted(isInit ? tested : "", isInit ? "{name: app, image: app}" : tested, volumes);
    }
}
