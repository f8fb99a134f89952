package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.otalite.manifests.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens before the rollout: the caches, the way to the cluster, and the file that is audited and applied. */
class BuildScriptsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    private static final int SIZE = 5_000;
    /** In the middle of the only file of a tar, after headers of 512 bytes. */
    private static final int HALF = SIZE / 2;

    /** A bucket that is a folder, and a cluster. */
    private static final String GCLOUD = """
        #!/usr/bin/env bash
        case "$*" in
            "auth print-access-token") echo token-$(cat "$FAKE/hour") ;;
            *"clusters describe"*) echo "${@: -1}" ;;
            *)
                mkdir -p "$FAKE/bucket"
                cp "${3/#gs:\\/\\//$FAKE/}" "${4/#gs:\\/\\//$FAKE/}" ;;
        esac
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
        write(folder.resolve(".m2/repository/a.jar"), "a".repeat(SIZE));
        write(folder.resolve("image-cache/base/layer"), "l".repeat(SIZE));
        write(folder.resolve("image-cache/application/layer"), "layer");
        programs.say("hour", "1");
        month("2026-01");
    }

    @Test
    void whatWasSavedIsThereAgain() throws Exception {
        save();
        forget();

        var ended = cache("restore");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("all of them").doesNotContain("none yet");
        assertThat(folder.resolve(".m2/repository/a.jar")).exists();
        assertThat(folder.resolve("dependencies-complete")).exists();
    }

    @Test
    void ofTheLayersOnlyThoseOfTheBaseAreKept() throws Exception {
        save();
        forget();

        var ended = cache("restore");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(folder.resolve("image-cache/base/layer")).exists();
        assertThat(folder.resolve("image-cache/application")).doesNotExist();
    }

    @Test
    void whenAPomHasChangedTheCacheIsABeginningOnly() throws Exception {
        save();
        forget();
        write(project.resolve("pom.xml"), "<project>more</project>");

        var ended = cache("restore");

        assertThat(ended.output()).contains("those of an earlier build");
        assertThat(folder.resolve(".m2/repository/a.jar")).exists();
        assertThat(folder.resolve("dependencies-complete")).doesNotExist();
    }

    @Test
    void aMonthBeginsWithoutWhatTheLastOneGathered() throws Exception {
        save();
        forget();
        month("2026-02");

        var ended = cache("restore");

        assertThat(ended.output()).contains("Dependencies: none yet", "Layers: none yet");
        assertThat(folder.resolve(".m2")).doesNotExist();
    }

    @Test
    void halfACacheIsNone() throws Exception {
        save();
        forget();
        try (var files = Files.list(folder.resolve("bucket"))) {
            for (var file : files.toList()) {
                Files.write(file, Arrays.copyOf(Files.readAllBytes(file), HALF));
            }
        }

        var ended = cache("restore");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Dependencies: none yet", "Layers: none yet");
        assertThat(folder.resolve(".m2")).doesNotExist();
        assertThat(folder.resolve("dependencies-complete")).doesNotExist();
    }

    @Test
    void aDownloadThatBreaksOffIsNone() throws Exception {
        save();
        forget();
        programs.program("gcloud", "#!/bin/bash\ncp \"${3/#gs:\\/\\//$FAKE/}\" \"$4\"\nexit 1\n");

        var ended = cache("restore");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(folder.resolve(".m2")).doesNotExist();
    }

    @Test
    void whatCannotBeReadToItsEndIsNotStored() throws Exception {
        programs.program("tar", "#!/bin/sh\necho half >\"$3\"\nexit 1\n");

        var ended = cache("save", "dependencies");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("is not written");
        assertThat(folder.resolve("bucket")).doesNotExist();
    }

    @Test
    void aBucketThatIsEmptyOrAwayFailsNothing() throws Exception {
        assertThat(cache("restore").code()).isZero();
        programs.program("gcloud", "#!/bin/sh\nexit 1\n");

        assertThat(cache("restore").code()).isZero();
        assertThat(cache("save", "dependencies").code()).isZero();
        assertThat(cache("save", "layers").code()).isZero();
    }

    /** A rollout lasts longer than a token may. */
    @Test
    void whoeverUsesTheClusterTakesTheTokenThatIsGoodThen() throws Exception {
        programs.program("later", """
            #!/bin/bash
            echo 2 >"$FAKE/hour"
            cat "$KUBECONFIG"
            stat -c %a "$KUBECONFIG"
            eval "$(sed -n 's/.*command: bash, args: \\["\\(.*\\)", credential\\].*/bash \\1 credential/p' "$KUBECONFIG")"
            exit 7
            """);

        var ended = programs.run(project, "cluster.sh", "production", "europe", "later");

        assertThat(ended.code()).as(ended.output()).isEqualTo(7);
        assertThat(ended.output())
                .contains("server: \"https://value(endpoint)\"", "600", "\"kind\": \"ExecCredential\"", "token-2")
                .doesNotContain("token-1");
    }

    @Test
    void aStepWithoutGcloudGetsTheTokenOfNow() throws Exception {
        var file = folder.resolve("kubeconfig");

        var ended = programs.run(project, "cluster.sh", "production", "europe", "--token", file.toString());

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("token-1");
        assertThat(file).content().contains("token: \"token-1\"");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
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

    private FakePrograms.Ended cache(String... action) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("gs://bucket"));
        arguments.addAll(List.of(action));
        return programs.run(project, "cache.sh", arguments.toArray(String[]::new));
    }

    private void save() throws IOException, InterruptedException {
        for (var what : List.of("dependencies", "layers")) {
            var ended = cache("save", what);
            assertThat(ended.code()).as(ended.output()).isZero();
        }
    }

    /** The machine of the next build has nothing. */
    private void forget() throws IOException {
        for (var file : List.of(".m2/repository/a.jar", "image-cache/base/layer", "image-cache/application/layer")) {
            var path = folder.resolve(file);
            Files.delete(path);
            Files.delete(path.getParent());
        }
        Files.delete(folder.resolve(".m2"));
        Files.delete(folder.resolve("image-cache"));
    }

    private void month(String month) throws IOException {
        programs.program("date", "#!/bin/sh\necho %s\n".formatted(month));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
