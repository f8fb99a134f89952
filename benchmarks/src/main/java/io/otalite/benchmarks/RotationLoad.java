package io.otalite.benchmarks;

import io.otalite.benchmarks.load.ResultFile;
import io.otalite.benchmarks.rotation.RotationFigures;
import io.otalite.benchmarks.rotation.RotationRun;
import io.otalite.local.system.ProjectLayout;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what rotations that are under way cost in memory, and how many of their steps one instance takes. */
@Command(
        name = "RotationLoad",
        mixinStandardHelpOptions = true,
        description = "Measures many rotations at the same time: their memory, and their steps per second.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured.", "1:Not every rotation ended as it has to.", "2:The command line is wrong."})
public final class RotationLoad implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long MEGABYTE = 1024 * 1024;

    @Option(names = "--rotations", defaultValue = "1000", description = "How many: ${DEFAULT-VALUE}")
    private int rotations;

    @Option(
            names = "--name",
            defaultValue = "rotations",
            description = "Of the file with the results: ${DEFAULT-VALUE}")
    private String name = "";

    @Option(names = "--results", paramLabel = "DIR", description = "Folder for it. Default: benchmarks/results")
    private @Nullable Path results;

    @Spec
    private CommandSpec command = CommandSpec.create();

    private final Clock clock;

    RotationLoad(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RotationLoad(Clock.systemUTC())).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = results == null
                ? ProjectLayout.find().root().resolve("benchmarks").resolve("results")
                : results;
        var file = ResultFile.reserve(folder, name, clock.instant());
        try (var run = new RotationRun(clock)) {
            var figures = run.run(rotations, PATIENCE);
            var heap = Runtime.getRuntime().maxMemory();
            file.write(Map.of("rotations", rotations, "largestHeapBytes", heap), figures);
            print(figures);
            return figures.completed() == rotations ? 0 : 1;
        }
    }

    private void print(RotationFigures figures) {
        var out = command.commandLine().getOut();
        out.printf(
                "heap after a collection: %d MB before, %d MB with %d rotations under way%n",
                figures.heapBeforeBytes() / MEGABYTE, figures.heapInFlightBytes() / MEGABYTE, figures.inFlight());
        out.printf(
                "steps: %d in %.1f s, %.0f/s; one takes p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                figures.steps(),
                figures.seconds(),
                figures.stepsPerSecond(),
                figures.step().p50Millis(),
                figures.step().p99Millis(),
                figures.step().maxMillis());
        out.printf("completed: %d of %d%n", figures.completed(), rotations);
        out.flush();
    }
}
