package io.otalite.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** An operator's shell: runs a command as the product prints it. */
record Shell(Path kubeconfig) {

    /** Whether the programs are there that printed commands use. */
    static boolean isComplete() {
        var folders = System.getenv("PATH").split(File.pathSeparator);
        return Stream.of("kubectl", "jq")
                .allMatch(program ->
                        Arrays.stream(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Runs it to its end; a failure fails the test with what was said. */
    void run(String command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("%s%nended with %d: %s".formatted(command, process.exitValue(), said));
        }
    }
}
