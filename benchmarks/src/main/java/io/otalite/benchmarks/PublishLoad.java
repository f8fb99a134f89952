package io.otalite.benchmarks;

import io.otalite.benchmarks.load.AttachedSystem;
import io.otalite.benchmarks.load.LoadException;
import io.otalite.benchmarks.load.LoadSettings;
import io.otalite.benchmarks.load.ResultFile;
import io.otalite.benchmarks.load.Results;
import io.otalite.benchmarks.load.Scenario;
import io.otalite.benchmarks.load.Scenarios;
import io.otalite.benchmarks.load.StartedSystem;
import io.otalite.benchmarks.load.SummaryTable;
import io.otalite.benchmarks.load.SystemUnderLoad;
import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.ProjectLayout;
import io.otalite.local.system.StartFailedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures publishing through the built services: latency, throughput, the time until a version is archived, and how a
 * backlog is worked off. It starts a system of its own, because stopping parts of it is part of the measurement.
 */
@Command(
        name = "PublishLoad",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures publishing, from the request to the archived object.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Measured; every request was answered with a published version.",
            "1:Measured, but requests failed; the table counts them.",
            "2:The command line is wrong.",
            "3:It could not be measured."
        })
public final class PublishLoad implements Callable<Integer> {
    private static final int REQUESTS_FAILED = 1;
    private static final int NOT_MEASURED = 3;

    @Option(
            names = "--attach",
            paramLabel = "DIR",
            description = "Measure the system that runs on this state directory, in place of one of our own."
                    + " It keeps what is published.")
    private @Nullable Path attach;

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "Some of: ${COMPLETION-CANDIDATES}. Default: all that are possible.")
    private Set<Scenario> scenarios = Set.of();

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "How long each scenario is measured: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before that: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--clients", defaultValue = "8", description = "Requests under way at most: ${DEFAULT-VALUE}")
    private int clients;

    @Option(names = "--factories", defaultValue = "100", description = "Of the scenarios with many: ${DEFAULT-VALUE}")
    private int factories;

    @Option(names = "--targets", defaultValue = "100", description = "In each factory: ${DEFAULT-VALUE}")
    private int targets;

    @Option(names = "--large-targets", defaultValue = "4800", description = "In the large document: ${DEFAULT-VALUE}")
    private int largeTargets;

    @Option(names = "--seed", defaultValue = "1", description = "Of the random choices: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--name", defaultValue = "publish", description = "Of the file with the results: ${DEFAULT-VALUE}")
    private String name = "";

    @Option(names = "--results", paramLabel = "DIR", description = "Folder for it. Default: benchmarks/results")
    private @Nullable Path results;

    @Spec
    private CommandSpec command = CommandSpec.create();

    private final Clock clock;

    PublishLoad(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(Clock.systemUTC()).execute(arguments));
    }

    static CommandLine commandLine(Clock clock) {
        return new CommandLine(new PublishLoad(clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(PublishLoad::failed);
    }

    private static int failed(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof LoadException || failure instanceof LocalSystemException) {
            commandLine.getErr().println(failure.getMessage());
            if (failure instanceof StartFailedException start) {
                start.lastLines().forEach(line -> commandLine.getErr().println("  | " + line));
            }
            commandLine.getErr().flush();
            return NOT_MEASURED;
        }
        throw failure;
    }

    @Override
    public Integer call() throws InterruptedException {
        var file = ResultFile.reserve(resultsFolder(), name, clock.instant());
        var settings = new LoadSettings(
                factories,
                targets,
                largeTargets,
                clients,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                seed);
        var chosen = chosen();
        var out = command.commandLine().getOut();
        var measured = measure(settings, chosen, out);
        file.write(settings, measured);
        new SummaryTable(out).print(measured);
        tell(out, "Raw results: " + file.path());
        var ended = measured.ended();
        if (ended != null) {
            throw new LoadException("It ended before everything was measured: " + ended);
        }
        return measured.withoutFailure() ? 0 : REQUESTS_FAILED;
    }

    private Results measure(LoadSettings settings, Set<Scenario> chosen, PrintWriter out) throws InterruptedException {
        tell(out, attach == null ? "starting a system" : "measuring the system in " + attach);
        try (var system = system();
                var plan = Scenarios.on(system, settings, step -> tell(out, step))) {
            return plan.run(chosen);
        }
    }

    private SystemUnderLoad system() throws InterruptedException {
        return attach == null ? StartedSystem.start(clock) : AttachedSystem.of(attach);
    }

    private Set<Scenario> chosen() {
        var possible = EnumSet.allOf(Scenario.class).stream()
                .filter(scenario -> attach == null || !scenario.stopsProcesses())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scenario.class)));
        if (!possible.containsAll(scenarios)) {
            throw usage("A system that is attached to keeps its processes; possible are " + possible);
        }
        if (scenarios.contains(Scenario.HALF_LOAD) && !scenarios.contains(Scenario.MANY_FACTORIES)) {
            throw usage("half-load is half of what many-factories gives: name both");
        }
        return scenarios.isEmpty() ? possible : scenarios;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }

    private Path resultsFolder() {
        return results == null
                ? ProjectLayout.find().root().resolve("benchmarks").resolve("results")
                : results;
    }

    private static void tell(PrintWriter out, String what) {
        out.println(what);
        out.flush();
    }
}
