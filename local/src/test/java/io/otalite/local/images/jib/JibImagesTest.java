package io.otalite.local.images.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.otalite.local.images.BaseImage;
import io.otalite.local.images.BuiltImage;
import io.otalite.local.images.BuiltImage.BuiltLayer;
import io.otalite.local.images.BuiltProject;
import io.otalite.local.images.Destination;
import io.otalite.local.images.ImageSettings;
import io.otalite.local.images.ImageSettings.Caches;
import io.otalite.local.images.ImagesException;
import io.otalite.local.images.ProductImage;
import io.otalite.local.images.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real images of a small project, on a base of one file. */
class JibImagesTest {
    private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private BuiltProject project;
    private Recipes recipes;

    @BeforeAll
    static void makeBase() throws Exception {
        var file = Files.writeString(shared.resolve("os-release"), "tiny");
        Jib.fromScratch()
                .addLayer(List.of(file), AbsoluteUnixPath.get("/etc"))
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .containerize(
                        Containerizer.to(TarImage.at(shared.resolve("base.tar")).named("tiny"))
                                .setBaseImageLayersCache(shared.resolve("cache"))
                                .setApplicationLayersCache(shared.resolve("cache")));
    }

    @BeforeEach
    void build() {
        project = BuiltProject.in(folder.resolve("project"));
        recipes = new Recipes(
                project.root(), folder.resolve("made"), "1.0", (image, version, libraries) -> new byte[] {'{'});
    }

    @Test
    void anImageSaysWhoRunsWhatAndWhereItComesFrom() throws Exception {
        var built = toTar("image.tar", "cache");

        var config = config(folder.resolve("image.tar"));
        assertThat(config.path("config").path("User").asText()).isEqualTo("10001:10001");
        assertThat(strings(config.path("config").path("Entrypoint")))
                .containsExactly("java", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/quarkus-run.jar");
        assertThat(config.path("config").path("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.path("config").path("ExposedPorts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("8080/tcp", "9080/tcp");
        assertThat(strings(config.path("config").path("Env")))
                .contains("LANG=C.UTF-8", "QUARKUS_HTTP_HOST=0.0.0.0", "QUARKUS_MANAGEMENT_HOST=0.0.0.0");
        var labels = config.path("config").path("Labels");
        assertThat(labels.path("org.opencontainers.image.title").asText()).startsWith("ota-lite api-service");
        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo("1.0");
        assertThat(labels.path("org.opencontainers.image.revision").asText()).isEqualTo(REVISION);
        assertThat(built.reference()).isEqualTo("ota-lite/api-service:local");
        assertThat(built.base()).hasSize(1);
        assertThat(files(folder.resolve("image.tar"), built.layers().get(2)))
                .contains("usr/share/ota-lite/sbom.cdx.json");
        assertThat(files(folder.resolve("image.tar"), built.layers().getLast())).contains("app/quarkus-run.jar");
    }

    @Test
    void theSameFilesAreTheSameBytesWhenTheyAreWrittenAnew() throws Exception {
        var first = toTar("first.tar", "cache");
        for (var file : List.of(BuiltProject.APPLICATION, BuiltProject.LIBRARY)) {
            Files.setLastModifiedTime(
                    project.root().resolve("api-service").resolve(file),
                    FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));
        }

        var second = toTar("second.tar", "another-cache");

        assertThat(second).isEqualTo(first);
        assertThat(folder.resolve("second.tar")).hasSameBinaryContentAs(folder.resolve("first.tar"));
    }

    @Test
    void whatChangesInTheServiceChangesTheApplicationLayerAlone() throws Exception {
        var before = toTar("before.tar", "cache").layers();
        project.write("api-service/" + BuiltProject.APPLICATION, "one line more");

        var after = toTar("after.tar", "cache").layers();

        assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
        assertThat(after.getLast()).isNotEqualTo(before.getLast());
    }

    @Test
    void whatTheRegistryHasIsNotSentAgain() throws Exception {
        try (var registry = SmallRegistry.start()) {
            // Given
            var there = new Destination.Registry(registry.repository());
            var first = images("cache").build(recipes.of(ProductImage.API_SERVICE), there);
            assertThat(registry.has("team/api-service/local")).isTrue();
            assertThat(registry.takeUploads()).containsAll(digests(first.layers()));
            project.write("api-service/" + BuiltProject.APPLICATION, "one line more");

            // When
            var second = images("empty-cache").build(recipes.of(ProductImage.API_SERVICE), there);

            // Then
            assertThat(registry.takeUploads())
                    .contains(second.layers().getLast().digest())
                    .as("beside it, the configuration")
                    .hasSize(2);
        }
    }

    @Test
    void aBaseThatIsNotThereIsToldWithTheOptionThatNamesAnother() {
        var settings = settings(new BaseImage.Tar(folder.resolve("none.tar")), "cache");

        assertThatExceptionOfType(ImagesException.class)
                .isThrownBy(() -> new JibImages(settings, _ -> {})
                        .build(recipes.of(ProductImage.API_SERVICE), new Destination.Tar(folder.resolve("x.tar"))))
                .withMessageContaining("api-service")
                .withMessageContaining("none.tar")
                .withMessageContaining("--base");
    }

    private BuiltImage toTar(String file, String cache) throws InterruptedException {
        return images(cache).build(recipes.of(ProductImage.API_SERVICE), new Destination.Tar(folder.resolve(file)));
    }

    private JibImages images(String cache) {
        return new JibImages(settings(new BaseImage.Tar(shared.resolve("base.tar")), cache), _ -> {});
    }

    private ImageSettings settings(BaseImage base, String cache) {
        return new ImageSettings(base, "local", Caches.in(folder.resolve(cache)), "1.0", REVISION);
    }

    private static List<String> digests(List<BuiltLayer> layers) {
        return layers.stream().map(BuiltLayer::digest).toList();
    }

    private static JsonNode config(Path image) throws IOException {
        try (var tar = new TarArchiveInputStream(Files.newInputStream(image))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals("config.json")) {
                    return new ObjectMapper().readTree(tar.readAllBytes());
                }
            }
        }
        throw new AssertionError("No configuration in " + image);
    }

    private static List<String> files(Path image, BuiltLayer layer) throws IOException {
        var names = new ArrayList<String>();
        try (var tar = new TarArchiveInputStream(Files.newInputStream(image))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().startsWith(layer.digest())) {
                    var files = new TarArchiveInputStream(new GZIPInputStream(tar));
                    for (var file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                        names.add(file.getName());
                    }
                    return names;
                }
            }
        }
        throw new AssertionError("No layer " + layer + " in " + image);
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
