package io.otalite.local.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipesTest {
    @TempDir
    private Path folder;

    private BuiltProject project;
    private Recipes recipes;

    @BeforeEach
    void build() {
        project = BuiltProject.in(folder);
        recipes = new Recipes(folder, folder.resolve("target/images"), "1.0", RecipesTest::names);
    }

    @Test
    void aServiceHasItsLibrariesItsModulesAndItselfInLayersOfTheirOwn() {
        var recipe = recipes.of(ProductImage.API_SERVICE);

        assertThat(recipe.layers())
                .extracting(ImageLayer::name)
                .containsExactly("libraries", "modules", "sbom", "application");
        assertThat(targets(recipe, "libraries"))
                .containsExactly(
                        "/app/lib/boot/org.example.boot-1.0-linux.jar", "/app/lib/main/org.example.json-2.1.jar");
        assertThat(targets(recipe, "modules")).containsExactly("/app/lib/main/io.otalite.tuf-1.0.jar");
        assertThat(targets(recipe, "sbom")).containsExactly("/usr/share/ota-lite/sbom.cdx.json");
        assertThat(targets(recipe, "application"))
                .containsExactly("/app/app/service.jar", "/app/quarkus-run.jar", "/app/quarkus/generated-bytecode.jar");
    }

    /** The command of the manifests for this machine, with another place of the jar. */
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void aServiceIsStartedAsTheLocalSystemStartsIt(ProductImage service) throws IOException {
        var root = Path.of("").toAbsolutePath().getParent();
        var local = Files.readString(root.resolve("deploy/kubernetes/overlays/local/images.yaml"));

        var command = recipes.of(service).entrypoint();

        assertThat(local)
                .contains("%s:\n  entrypoint: [%s/%s/target/quarkus-app/%s]"
                        .formatted(
                                service.repository(),
                                String.join(", ", command.subList(0, command.size() - 1)) + ", ../../../..",
                                service.word(),
                                Path.of(command.getLast()).getFileName()));
    }

    @Test
    void theLocalSystemFindsEverythingWhereItWouldBeOnAMachine() throws IOException {
        var recipe = recipes.of(ProductImage.LOCAL);

        assertThat(targets(recipe, "libraries"))
                .contains("/ota/local/lib/org.example.json-2.1.jar")
                .contains("/ota/rotation-service/target/quarkus-app/lib/main/org.example.json-2.1.jar")
                .noneMatch(target -> target.contains("postgres"));
        assertThat(targets(recipe, "modules"))
                .contains("/ota/local/lib/io.otalite.tuf-1.0.jar")
                .contains("/ota/api-service/target/quarkus-app/lib/main/io.otalite.tuf-1.0.jar");
        assertThat(targets(recipe, "application"))
                .contains("/ota/local/target/classes/io/otalite/local/Ota.class")
                .contains("/ota/local/target/local-1.0.jar")
                .contains("/ota/backup-service/target/quarkus-app/quarkus-run.jar")
                .contains("/ota/deploy/kubernetes/overlays/local/images.yaml");
        assertThat(content(recipe, "/ota/local/target/runtime-classpath"))
                .isEqualTo("/ota/local/lib/io.otalite.tuf-1.0.jar:/ota/local/lib/org.example.json-2.1.jar");
        assertThat(recipe.entrypoint()).containsExactly("java", "@/ota/local/ota.options", "io.otalite.local.Ota");
        assertThat(content(recipe, "/ota/local/ota.options"))
                .contains("-Dota.root=/ota\n", "-cp /ota/local/target/classes:/ota/local/lib/io.otalite.tuf-1.0.jar:");
    }

    @Test
    void whatIsMadeAnewWithTheSameContentIsNotTouched() throws IOException {
        var sbom = recipes.of(ProductImage.API_SERVICE).sbom();
        var before = FileTime.from(Instant.parse("2030-01-01T00:00:00Z"));
        Files.setLastModifiedTime(sbom, before);

        recipes.of(ProductImage.API_SERVICE);

        assertThat(Files.getLastModifiedTime(sbom)).isEqualTo(before);
        assertThat(Files.readString(sbom)).isEqualTo("boot json tuf");
    }

    @Test
    void aJarThatTheBuildDoesNotKnowIsNotTakenAlong() {
        project.write("api-service/target/quarkus-app/lib/main/stranger.jar", "");

        assertThatExceptionOfType(ImagesException.class)
                .isThrownBy(() -> recipes.of(ProductImage.API_SERVICE))
                .withMessageContaining("stranger.jar");
    }

    @Test
    void withoutABuildTheCommandThatMakesOneIsNamed() throws IOException {
        Files.delete(folder.resolve("backup-service/target/quarkus-app/quarkus-app-dependencies.txt"));

        assertThatExceptionOfType(ImagesException.class)
                .isThrownBy(() -> recipes.of(ProductImage.BACKUP_SERVICE))
                .withMessageContaining("backup-service")
                .withMessageContaining("./mvnw");
    }

    /** As a build leaves it that was stopped before it made jars. */
    @Test
    void aFolderOfClassesIsNoLibrary() throws IOException {
        var list = folder.resolve("local/target/runtime-libraries");
        Files.writeString(list, Files.readString(list).replace("tuf-1.0.jar", "classes"));

        assertThatExceptionOfType(ImagesException.class)
                .isThrownBy(() -> recipes.of(ProductImage.LOCAL))
                .withMessageContaining("is no jar");
    }

    @Test
    void theFilesOfAnImageCanBeWrittenToAFolder() throws IOException {
        var tree = folder.resolve("tree");

        ImageTree.write(recipes.of(ProductImage.LOCAL), tree);

        assertThat(tree.resolve("ota/local/lib/org.example.json-2.1.jar")).hasContent("library");
        assertThat(tree.resolve("usr/share/ota-lite/sbom.cdx.json")).exists();
        assertThat(Files.getPosixFilePermissions(tree.resolve("ota/local/target/in-use")))
                .as("who runs it is not who wrote it")
                .anyMatch(permission -> permission.name().equals("OTHERS_WRITE"));
        assertThatExceptionOfType(ImagesException.class)
                .isThrownBy(() -> ImageTree.write(recipes.of(ProductImage.LOCAL), tree))
                .withMessageContaining("not empty");
    }

    private static byte[] names(ProductImage image, String version, List<Library> libraries) {
        return libraries.stream()
                .map(library -> library.coordinates().artifact())
                .sorted()
                .collect(Collectors.joining(" "))
                .getBytes(UTF_8);
    }

    private static List<String> targets(ImageRecipe recipe, String layer) {
        return recipe.layers().stream()
                .filter(each -> each.name().equals(layer))
                .flatMap(each -> each.files().stream())
                .map(PlacedFile::target)
                .toList();
    }

    private static String content(ImageRecipe recipe, String target) throws IOException {
        var file = recipe.layers().stream()
                .flatMap(layer -> layer.files().stream())
                .filter(placed -> placed.target().equals(target))
                .findFirst()
                .orElseThrow();
        return Files.readString(file.source());
    }
}
