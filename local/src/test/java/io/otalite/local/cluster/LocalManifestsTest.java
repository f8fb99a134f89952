package io.otalite.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.ManifestException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is changed in the manifests of the product when they are given to this machine's cluster. */
class LocalManifestsTest {
    private final LocalManifests manifests = LocalManifests.render(Path.of("../deploy/kubernetes/overlays/local"));

    @Test
    void aSettingIsTheSameInEveryNamespaceThatHasIt() {
        // When
        manifests.configure("kafka", "bootstrap-servers", "here:1");

        // Then
        assertThat(all("ConfigMap", "kafka"))
                .extracting(object -> object.at("/metadata/namespace").asText()
                        + " "
                        + object.at("/data/bootstrap-servers").asText())
                .containsExactlyInAnyOrder("ota-lite here:1", "ota-lite-rotation here:1");
    }

    @Test
    void theApiServerIsToldWhomToTrust() {
        // When
        manifests.trust("ota-lite-guard", "Q0E=");

        // Then
        assertThat(all("ValidatingWebhookConfiguration", "ota-lite-guard"))
                .singleElement()
                .extracting(
                        object -> object.at("/webhooks/0/clientConfig/caBundle").asText())
                .isEqualTo("Q0E=");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> manifests.configure("nothing", "a", "b"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("no ConfigMap nothing");
    }

    private Stream<ObjectNode> all(String kind, String name) {
        return manifests.objects().stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name));
    }
}
