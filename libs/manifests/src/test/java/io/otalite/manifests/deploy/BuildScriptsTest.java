package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.otalite.manifests.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens before the rollout: the caches, and the file that is audited and applied. */
class BuildScriptsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    /** A bucket that is a folder. */
    private static final String GCLOUD = """
        #!/usr/bin/env bash
        from=${3#gs://} to=${4#gs://}
        [ "$from" != - ] || from=/dev/stdin
        [ "$to" != - ] || exec cat "$FAKE/$from"
        mkdir -p "$FAKE/bucket"
        [ "$from" = /dev/stdin ] || from=$FAKE/$from
        cat "$from" >"$FAKE/$to"
        """;

    @TempDir
    private Path folder;

    @TempDir
    private Path project;

    private FakePrograms programs;

    @BeforeEach
    void prepare() throws IOException {
        programs = new FakePrograms(folder);
        programs.program("gcloud", GCLOUD);
        write(project.resolve("pom.xml"), "<project/>");
        write(project.resolve(".mvn/wrapper/maven-wrapper.properties"), "");
        write(folder.resolve(".m2/repository/a.jar"), "a");
        write(folder.resolve("image-cache/layer"), "layer");
    }

    @Test
    void whatWasSavedIsThereAgain() throws Exception {
        assertThat(cache("save").code()).isZero();
        Files.delete(folder.resolve(".m2/repository/a.jar"));

        var ended = cache("restore");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("all of them");
        assertThat(folder.resolve(".m2/repository/a.jar")).exists();
        assertThat(folder.resolve("dependencies-complete")).exists();
    }

    @Test
    void whenAPomHasChangedTheCacheIsABeginningOnly() throws Exception {
        assertThat(cache("save").code()).isZero();
        write(project.resolve("pom.xml"), "<project>more</project>");

        var ended = cache("restore");

        assertThat(ended.output()).contains("those of an earlier build");
        assertThat(folder.resolve("dependencies-complete")).doesNotExist();
    }

    @Test
    void aBucketThatIsEmptyOrAwayFailsNothing() throws Exception {
        assertThat(cache("restore").code()).isZero();
        programs.program("gcloud", "#!/bin/sh\nexit 1\n");

        assertThat(cache("restore").code()).isZero();
        assertThat(cache("save").code()).isZero();
    }

    @Test
    void theProductionOverlayNamesTheImagesOfTheBuild() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "kubectl"))),
                "kubectl is not on the PATH");
        Files.delete(folder.resolve("bin/kubectl"));
        var file = folder.resolve("rendered.yaml");

        var ended = programs.run(ROOT, "render.sh", "registry.test/team", "abc123", file.toString());

        assertThat(ended.code()).as(ended.output()).isZero();
        try (var in = Files.newInputStream(file)) {
            assertThat(Manifests.read(in, "rendered").toString())
                    .contains("registry.test/team/api-service:abc123", "registry.test/team/rotation-service:abc123")
                    .doesNotContain("registry.example");
        }
    }

    private FakePrograms.Ended cache(String action) throws IOException, InterruptedException {
        return programs.run(project, "cache.sh", action, "gs://bucket");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
