package io.otalite.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service is built twice: as it is, and with one class changed. What is transferred to a registry, and to every node from there, may
 * be what has changed and nothing else.
 */
@Timeout(240)
class ImageLayersIT {
    private static final String SERVICE = "api-service";

    /** The places of layers in an image: the base has one. */
    private static final int SBOM = 3;

    private static final int APPLICATION = 4;

    @TempDir
    private static Path folder;

    private static ImageFile built;
    private static ImageFile changed;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        var base = ImageFile.writeEmpty(folder.resolve("base.tar"));
        var copy = BuildCopy.of(ProjectLayout.find().root(), folder.resolve("project"), SERVICE);
        var file = copy.root().resolve("target/images/api-service.tar");
        copy.image(base);
        built = ImageFile.read(file);
        copy.change("io.otalite.api.Wiring");
        copy.build();
        copy.image(base);
        changed = ImageFile.read(file);
    }

    @Test
    void aChangedClassChangesTheApplicationLayerAndNoOther() throws IOException {
        assertThat(changed.layers()).hasSize(APPLICATION + 1);
        assertThat(changed.layers().subList(0, APPLICATION))
                .isEqualTo(built.layers().subList(0, APPLICATION));
        assertThat(changed.layers().getLast()).isNotEqualTo(built.layers().getLast());
    }

    @Test
    void theImageSaysWhoRunsWhatAndWhatIsInIt() throws IOException {
        var config = built.config().path("config");
        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("Entrypoint").toString()).isEqualTo("""
            ["java","--enable-native-access=ALL-UNNAMED","-jar","/app/quarkus-run.jar"]\
            """);
        assertThat(config.path("Labels").path("org.opencontainers.image.title").asText())
                .contains(SERVICE);
        assertThat(built.files(APPLICATION)).containsKey("app/quarkus-run.jar");
        var sbom = built.files(SBOM).get("usr/share/ota-lite/sbom.cdx.json");
        assertThat(new ObjectMapper().readTree(sbom).path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(new String(sbom, UTF_8)).contains("pkg:maven/io.quarkus/quarkus-rest@");
    }
}
