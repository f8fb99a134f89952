package io.otalite.benchmarks;

import io.otalite.benchmarks.cluster.ManyDeployments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the cluster emulator: Deployments with scripted containers are created through its API by the Kubernetes client and
 * rolled once. Emulator, client and journal share this JVM, so run it with the heap that the emulator may have.
 */
@Command(
        name = "ClusterLoad",
        mixinStandardHelpOptions = true,
        description = "Measures how long the cluster emulator takes to create and to roll Deployments.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured.", "1:Not all Deployments came up in time.", "2:The command line is wrong."})
public final class ClusterLoad implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Option(names = "--deployments", defaultValue = "1000", description = "How many: ${DEFAULT-VALUE}")
    private int deployments;

    @Option(names = "--state", required = true, description = "An empty folder for the emulator; it is not removed.")
    private Path state = Path.of("");

    @Spec
    private CommandSpec command = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ClusterLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var load = ManyDeployments.start(state, deployments)) {
            var created = load.create(PATIENCE);
            var rolled = load.roll(PATIENCE);
            command.commandLine()
                    .getOut()
                    .printf(
                            "%d Deployments: created and available in %.1f s, rolled in %.1f s, %.1f s of CPU,"
                                    + " %d MB of heap after a collection, of %d MB%n",
                            deployments,
                            seconds(created),
                            seconds(rolled),
                            seconds(load.cpuTime()),
                            load.heapMegabytes(),
                            Runtime.getRuntime().maxMemory() / (1024 * 1024));
            return load.allUpToDate() ? 0 : 1;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
