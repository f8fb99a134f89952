package io.otalite.events.kafka;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A real broker in a process of its own, for services that run on an older Kafka client than a broker needs; the newer one is in
 * {@code target/test-broker} of the module. It can be stopped and
 * started and keeps its address and its records.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final String ANSWER = "broker: ";

    private final Process process;
    private final BufferedReader answers;
    private final String bootstrapServers;

    /** A broker that is not running yet. */
    public BrokerProcess(Path directory) {
        var client = Path.of("target", "test-broker", "kafka-clients.jar").toAbsolutePath();
        var classPath = client + File.pathSeparator + System.getProperty("java.class.path");
        var java = ProcessHandle.current().info().command().orElse("java");
        try {
            process = new ProcessBuilder(List.of(
                            java, "-Xmx300m", "-cp", classPath, BrokerProcess.class.getName(), directory.toString()))
                    .redirectError(directory.resolveSibling("broker.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        bootstrapServers = answer();
    }

    /** In the process of the broker: obeys one word a line, ends with its input. */
    public static void main(String... args) throws IOException {
        var broker = TestBroker.prepare(Path.of(args[0]));
        say(broker.clientSettings().get("bootstrap.servers").toString());
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("start")) {
                broker.start();
            } else {
                broker.stop();
            }
            say(command);
        }
        Runtime.getRuntime().halt(0);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public BrokerProcess start() {
        tell("start");
        return this;
    }

    public void stop() {
        tell("stop");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static void say(String text) {
        System.out.println(ANSWER + text);
        System.out.flush();
    }

    private void tell(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!answer().equals(command)) {
            throw new IllegalStateException("The broker did not " + command);
        }
    }

    private String answer() {
        try {
            for (var line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ANSWER)) {
                    return line.substring(ANSWER.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("The broker process has ended; see broker.log");
    }
}
