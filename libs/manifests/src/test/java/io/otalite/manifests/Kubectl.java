package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real kubectl, where one is installed. */
final class Kubectl {
    private Kubectl() {}

    /** Skips the test, by name, where there is none. */
    static List<Manifest> kustomize(Path folder) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "kubectl is not on the PATH");
        var errors = Files.createTempFile("kubectl", ".err");
        var process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectError(errors.toFile())
                .start();
        var output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        assertThat(new String(output, StandardCharsets.UTF_8)).isNotBlank();
        return Manifests.read(new ByteArrayInputStream(output), "kubectl kustomize");
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }
}
