package io.otalite.benchmarks;

import io.otalite.benchmarks.load.LoadException;
import io.otalite.benchmarks.load.ResultFile;
import io.otalite.benchmarks.restart.KafkaPath;
import io.otalite.benchmarks.restart.ModelFigures;
import io.otalite.benchmarks.restart.RestartFigures;
import io.otalite.benchmarks.restart.RestartRun;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the time from an event about a rotated key to the first restart. The rotation-service's classes, the cluster emulator and what
 * tells the events share this JVM; the broker and the database are processes of their own.
 */
@Command(
        name = "RestartLoad",
        mixinStandardHelpOptions = true,
        description =
                "Measures how soon after KeyRotated the first consumer is restarted, with few and many consumers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured.", "2:The command line is wrong.", "3:It could not be measured."})
public final class RestartLoad implements Callable<Integer> {
    private static final int NOT_MEASURED = 3;

    @Option(
            names = "--consumers",
            split = ",",
            defaultValue = "1,50,1000",
            description = "Of one Secret each: ${DEFAULT-VALUE}")
    private List<Integer> consumers = List.of();

    @Option(names = "--rounds", defaultValue = "30", description = "Events about each Secret: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Events before those: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--state",
            required = true,
            description = "An empty folder for broker and cluster; it is not removed.")
    private Path state = Path.of("");

    @Option(names = "--name", defaultValue = "restarts", description = "Of the file with the results: ${DEFAULT-VALUE}")
    private String name = "";

    @Option(names = "--results", paramLabel = "DIR", description = "Folder for it. Default: benchmarks/results")
    private @Nullable Path results;

    @Spec
    private CommandSpec command = CommandSpec.create();

    private final Clock clock;

    RestartLoad(Clock clock) {
        this.clock = clock;
    }

    /** Everything. */
    private record Results(List<RestartFigures> restarts, List<ModelFigures> modelOfASimpleRestarter) {
        Results {
            restarts = List.copyOf(restarts);
            modelOfASimpleRestarter = List.copyOf(modelOfASimpleRestarter);
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RestartLoad(Clock.systemUTC()))
                .setExecutionExceptionHandler(RestartLoad::failed)
                .execute(arguments));
    }

    private static int failed(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof LoadException) {
            commandLine.getErr().println(failure.getMessage());
            commandLine.getErr().flush();
            return NOT_MEASURED;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = results == null
                ? ProjectLayout.find().root().resolve("benchmarks").resolve("results")
                : results;
        var file = ResultFile.reserve(folder, name, clock.instant());
        var path = KafkaPath.start(Files.createDirectories(state));
        try (var run = new RestartRun(state.resolve("cluster"), path, clock)) {
            run.create(consumers);
            file.write(Map.of("consumers", consumers, "rounds", rounds, "warmUpRounds", warmUp), measure(run));
        }
        return 0;
    }

    private Results measure(RestartRun run) throws InterruptedException {
        var restarts = new ArrayList<RestartFigures>();
        for (var count : consumers) {
            var figures = run.measure(count, warmUp, rounds);
            restarts.add(figures);
            print(figures);
        }
        var model = new ArrayList<ModelFigures>();
        for (var count : consumers) {
            var figures = run.model(count, rounds);
            model.add(figures);
            print(figures);
        }
        return new Results(restarts, model);
    }

    private void print(RestartFigures figures) {
        var out = command.commandLine().getOut();
        out.printf(
                "%d consumers: first restart begun p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d events (all on record p50 %.1f ms);"
                        + " %d restarts, %.1f requests each%n",
                figures.consumers(),
                figures.begun().p50Millis(),
                figures.begun().p99Millis(),
                figures.begun().maxMillis(),
                figures.begun().count(),
                figures.recorded().p50Millis(),
                figures.restarts(),
                figures.requestsPerRestart());
        out.flush();
    }

    private void print(ModelFigures figures) {
        var out = command.commandLine().getOut();
        out.printf(
                "model of a simple restarter, %d consumers: first p50 %.1f ms, p99 %.1f ms, max %.1f ms; %d objects read for it;"
                        + " %d requests, which take %.1f s at least%n",
                figures.consumers(),
                figures.begun().p50Millis(),
                figures.begun().p99Millis(),
                figures.begun().maxMillis(),
                figures.objectsRead(),
                figures.requests(),
                figures.leastSecondsToLast());
        out.flush();
    }
}
