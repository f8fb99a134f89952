package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against what {@code kubectl kustomize} (v1.34.2, kustomize v5.7.1) printed, and against the kubectl that is here. */
class KustomizeTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path DEPLOY = Path.of("../../deploy/kubernetes/overlays");

    @ParameterizedTest
    @ValueSource(strings = {"changes", "patches", "generators", "labels", "images", "layers/overlay"})
    void aFolderRendersToWhatKubectlPrinted(String folder) {
        // Given
        var printed = Manifests.read(RESOURCES.resolve("rendered/" + folder.replace('/', '-') + ".yaml"));

        // When
        var rendered = Manifests.read(RESOURCES.resolve("kustomize/" + folder));

        // Then
        assertThat(Objects.of(rendered)).isEqualTo(Objects.of(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"changes", "patches", "generators", "labels", "images", "layers/overlay"})
    void aFolderRendersToWhatTheInstalledKubectlPrints(String folder) throws Exception {
        // Given
        var path = RESOURCES.resolve("kustomize/" + folder);
        var printed = Kubectl.kustomize(path);

        // When
        var rendered = Manifests.read(path);

        // Then
        assertThat(Objects.of(rendered)).isEqualTo(Objects.of(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void theManifestsOfTheProductRenderToWhatTheInstalledKubectlPrints(String overlay) throws Exception {
        // Given
        var printed = Kubectl.kustomize(DEPLOY.resolve(overlay));

        // When
        var rendered = Manifests.read(DEPLOY.resolve(overlay));

        // Then
        assertThat(Objects.of(rendered)).isEqualTo(Objects.of(printed));
    }

    @Test
    void anObjectKeepsItsOriginThroughAllLayers() {
        // When
        var rendered = Manifests.read(RESOURCES.resolve("kustomize/layers/overlay"));

        // Then
        assertThat(rendered)
                .filteredOn(manifest -> manifest.object().path("kind").asText().equals("Deployment"))
                .singleElement()
                .extracting(manifest -> manifest.origin().toString())
                .isEqualTo("src/test/resources/kustomize/layers/base/objects.yaml, document 2");
    }

    @Test
    void theFileItselfStandsForItsFolder() {
        // When
        var byFile = Manifests.read(RESOURCES.resolve("kustomize/images/kustomization.yaml"));

        // Then
        assertThat(byFile).isEqualTo(Manifests.read(RESOURCES.resolve("kustomize/images")));
    }
}
