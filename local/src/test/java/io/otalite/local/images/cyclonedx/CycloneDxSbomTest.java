package io.otalite.local.images.cyclonedx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.images.Library;
import io.otalite.local.images.Library.Coordinates;
import io.otalite.local.images.ProductImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CycloneDxSbomTest {
    /** Of the text "library", as sha256sum gives it. */
    private static final String SHA256 = "b718f1354f7247312eca086d9a024afe5fa717ddea5adeddd6f12bcf945b2e8c";

    @TempDir
    private Path folder;

    @Test
    void aLibraryIsListedWithItsNamesAndItsDigest() throws IOException {
        var json = library("json", "2.1", "", "library");

        var listed = new ObjectMapper().readTree(write(json));

        var component = listed.path("components").path(0);
        assertThat(component.path("group").asText()).isEqualTo("org.example");
        assertThat(component.path("name").asText()).isEqualTo("json");
        assertThat(component.path("version").asText()).isEqualTo("2.1");
        assertThat(component.path("purl").asText()).isEqualTo("pkg:maven/org.example/json@2.1?type=jar");
        assertThat(component.path("hashes").path(0).path("content").asText()).isEqualTo(SHA256);
        assertThat(listed.path("metadata").path("component").path("name").asText())
                .isEqualTo("ota-lite/local");
    }

    @Test
    void theOrderOfTheLibrariesIsNoDifference() throws IOException {
        var one = library("json", "2.1", "", "library");
        var other = library("native", "1.0", "linux", "code");

        assertThat(write(one, other)).isEqualTo(write(other, one)).doesNotContain("timestamp", "serialNumber");
    }

    @Test
    void anArtifactInTwoPlacesIsListedOnce() throws IOException {
        var listed = write(library("json", "2.1", "", "library"), library("json", "2.1", "", "rewritten"));

        var components = new ObjectMapper().readTree(listed).path("components");
        assertThat(components).hasSize(1);
        assertThat(components.path(0).path("hashes")).hasSize(2);
    }

    @Test
    void itIsAValidDocument() throws IOException {
        var listed = write(library("json", "2.1", "", "library"), library("native", "1.0", "linux", "code"));

        assertThat(new JsonParser().validate(listed.getBytes(UTF_8), Version.VERSION_16))
                .isEmpty();
    }

    private static String write(Library... libraries) {
        return new String(new CycloneDxSbom().write(ProductImage.LOCAL, "1.0", List.of(libraries)), UTF_8);
    }

    private Library library(String artifact, String version, String classifier, String content) throws IOException {
        var jar = Files.writeString(Files.createTempFile(folder, artifact, ".jar"), content);
        return new Library(new Coordinates("org.example", artifact, version, classifier), jar);
    }
}
