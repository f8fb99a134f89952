package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "registry:5000/api, any",
        "registry:5000/api:2.0, any",
        "registry:5000/api@sha256:00, any",
        "registry:5000/api:1.0, first",
        "api, nothing",
        "registry:5000/other, nothing",
    })
    void anImageIsFoundByItsVeryNameThenWithoutItsTag(String name, String expected) throws IOException {
        // Given
        var images = load("""
                registry:5000/api: {entrypoint: [any]}
                registry:5000/api:1.0: {entrypoint: [first]}
                """);

        // When
        var found = images.find(name);

        // Then
        assertThat(found.map(image -> image.entrypoint().getFirst()).orElse("nothing"))
                .isEqualTo(expected);
    }

    @Test
    void wordsThatBeginWithADotAreRelativeToTheTable() throws IOException {
        // Given
        var table = """
                api:
                  entrypoint: [java, -jar, ../app/run.jar]
                  args: [--config, ./config.yaml, config.yaml]
                """;

        // When
        var image = load(table).find("api").orElseThrow();

        // Then
        assertThat(image.entrypoint())
                .containsExactly(
                        "java", "-jar", folder.resolveSibling("app/run.jar").toString());
        assertThat(image.args())
                .containsExactly("--config", folder.resolve("config.yaml").toString(), "config.yaml");
    }

    @Test
    void aTableThatSaysSomethingElseIsRefusedByName() {
        // Given
        var table = "api: {entrypoint: [java], user: 1000}";

        // When / Then
        assertThatThrownBy(() -> load(table))
                .hasMessageContaining("images.yaml")
                .hasMessageContaining("\"user\"");
        assertThatThrownBy(() -> load("api: {args: [x]}")).hasMessageContaining("An image has an entrypoint");
    }

    private Images load(String table) throws IOException {
        return Images.load(Files.writeString(folder.resolve("images.yaml"), table));
    }
}
