package io.otalite.local.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;

/** A system that another JVM supervises, so that a test can kill that JVM. */
record SystemInOwnJvm(Process process) implements AutoCloseable {

    /** Starts Kafka, Postgres and the emulator on this state, with the ports that the test chose. */
    static SystemInOwnJvm launch(Path state, Ports ports, Path output) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("-Dota.root=" + ProjectLayout.find().root());
        command.add(Main.class.getName());
        command.add(state.toString());
        ports.byWord().forEach((word, number) -> command.add(word + "=" + number));
        return new SystemInOwnJvm(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    static final class Main {
        public static void main(String[] arguments) throws InterruptedException {
            var ports = Ports.standard();
            for (var i = 1; i < arguments.length; i++) {
                var port = arguments[i].split("=", 2);
                ports = ports.with(PortName.of(port[0]).orElseThrow(), Integer.parseInt(port[1]));
            }
            new LocalSystem(LocalSystemTest.settings(Path.of(arguments[0]), ports), Clock.systemUTC()).start();
            Thread.currentThread().join();
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
