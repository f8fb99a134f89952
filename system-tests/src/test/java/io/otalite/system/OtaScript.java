package io.otalite.system;

import io.otalite.local.system.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The script {@code ./ota} as a person runs it, for one state directory on ports of its own. */
final class OtaScript {
    private static final long PATIENCE_SECONDS = 240;

    private final Path root;
    private final Path state;
    private final Ports ports;
    private final Path outputs;
    private final AtomicInteger runs = new AtomicInteger();

    OtaScript(Path root, Path state, Ports ports, Path outputs) {
        this.root = root;
        this.state = state;
        this.ports = ports;
        this.outputs = outputs;
    }

    /**
     * Tells the script that nothing is to be built: the build that runs this test has just done it, and a second one inside
     * of it would write over what it uses.
     */
    void skipBuild() {
        try {
            var stamp = root.resolve("local/target/ota-build");
            if (Files.notExists(stamp)) {
                Files.createFile(stamp);
            }
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a run ended, and everything it said. */
    record Ended(int exitCode, String output) {}

    /** A run that goes on. */
    record Run(Process process, Path outputFile) {
        String output() {
            try {
                return Files.readString(outputFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sends a signal by its short name, for instance INT, which is what Ctrl-C sends. */
        void signal(String name) {
            Signals.send(name, process.pid());
        }

        Ended awaitEnd() throws InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("No end after %d s:%n%s".formatted(PATIENCE_SECONDS, output()));
            }
            return new Ended(process.exitValue(), output());
        }
    }

    /** Runs a command to its end. */
    Ended run(String command, String... arguments) throws InterruptedException {
        return start(command, arguments).awaitEnd();
    }

    /** Starts a command that begins a system, on the ports of this script. */
    Run startSystem(String command) {
        return start(command, portOptions().toArray(String[]::new));
    }

    /** Runs {@code ota audit} to its end; it asks for no state directory. */
    Ended audit(String... arguments) throws InterruptedException {
        return startWith("audit", List.of(arguments)).awaitEnd();
    }

    private Run start(String command, String... arguments) {
        var all = new ArrayList<>(List.of("--state", state.toString()));
        all.addAll(List.of(arguments));
        return startWith(command, all);
    }

    private Run startWith(String command, List<String> arguments) {
        // A shell that runs tests in the background may ignore SIGINT, and its children would, too.
        var line = new ArrayList<>(
                List.of("env", "--default-signal=INT", root.resolve("ota").toString(), command));
        line.addAll(arguments);
        var output = outputs.resolve("%02d-%s.log".formatted(runs.incrementAndGet(), command));
        try {
            Files.createDirectories(outputs);
            var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("OTA_JAVA_HOME", System.getProperty("java.home"));
            return new Run(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> portOptions() {
        var options = new ArrayList<String>();
        ports.byWord().forEach((name, number) -> options.addAll(List.of("--port", name + "=" + number)));
        return options;
    }
}
