package io.otalite.benchmarks.load;

import io.otalite.benchmarks.load.StartedSystem.Part;
import io.otalite.benchmarks.sample.SampleTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures one system, scenario after scenario. Each begins when the archive has everything, so that none pays for the one
 * before it.
 */
public final class Scenarios implements AutoCloseable {
    static final String BACKLOG_ARCHIVED = "backlog: backup-service";
    static final String BACKLOG_PLAIN = "backlog: plain loop";
    private static final String AFTER_OUTAGE = "outage: outbox and backup-service";
    private static final String LARGE_FACTORY = "load-large";

    private static final Duration ARCHIVE_PATIENCE = Duration.ofMinutes(15);
    private static final int MORE_CLIENTS_AT_A_RATE = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SystemUnderLoad system;
    private final LoadSettings settings;
    private final Consumer<String> progress;
    private final PublishClient api;
    private final ArchiveLedger ledger;
    private final ArchivedEvents events;
    private final SampleTargets targets;
    private final List<String> factories;
    private final List<PublishFigures> publishing = new ArrayList<>();
    private final List<DrainFigures> draining = new ArrayList<>();
    private @Nullable SigningCost signing;

    private Scenarios(
            SystemUnderLoad system,
            LoadSettings settings,
            Consumer<String> progress,
            ArchiveLedger ledger,
            ArchivedEvents events) {
        this.system = system;
        this.settings = settings;
        this.progress = progress;
        this.api = new PublishClient(system.endpoints().api(), system.token());
        this.ledger = ledger;
        this.events = events;
        this.targets = SampleTargets.of(settings.targets());
        this.factories = IntStream.range(0, settings.factories())
                .mapToObj("load-%03d"::formatted)
                .toList();
    }

    /**
     * Gets ready to measure.
     *
     * @param progress is told in a few words what happens
     */
    public static Scenarios on(SystemUnderLoad system, LoadSettings settings, Consumer<String> progress)
            throws InterruptedException {
        var ledger = new ArchiveLedger();
        var events = ArchivedEvents.open(system.endpoints().kafka(), ledger);
        return new Scenarios(system, settings, progress, ledger, events);
    }

    /** Measures these, in the order of their declaration. What was measured before something fails is not lost. */
    public Results run(Set<Scenario> chosen) throws InterruptedException {
        try {
            runAll(chosen);
            return new Results(publishing, draining, signing, null);
        } catch (LoadException e) {
            return new Results(publishing, draining, signing, e.getMessage());
        }
    }

    private void runAll(Set<Scenario> chosen) throws InterruptedException {
        progress.accept("preparing %d factories with %d Targets".formatted(factories.size(), targets.size()));
        for (var factory : factories) {
            prepare(factory, targets);
        }
        for (var scenario : Scenario.values()) {
            if (chosen.contains(scenario)) {
                ledger.awaitAll(ARCHIVE_PATIENCE);
                progress.accept(scenario.toString());
                run(scenario);
            }
        }
    }

    private void prepare(String factory, SampleTargets content) throws InterruptedException {
        var version = api.prepare(factory, content.all());
        ledger.published(LoadRun.identity(factory, version), System.nanoTime(), false);
    }

    private void run(Scenario scenario) throws InterruptedException {
        switch (scenario) {
            case ONE_FACTORY -> measureUntilArchived(load(scenario, factories.subList(0, 1)));
            case MANY_FACTORIES -> manyFactories(load(scenario, factories));
            case HALF_LOAD -> measureUntilArchived(halfLoad(scenario));
            case LARGE_DOCUMENT -> largeDocument(scenario);
            case OUTAGE -> outage(load(scenario, factories));
            case BACKLOG -> backlog(load(scenario, factories));
        }
    }

    private Load load(Scenario scenario, List<String> among) {
        return new Load(
                scenario.toString(),
                among,
                targets,
                settings.clients(),
                new Pace.ClosedLoop(),
                settings.warmUp(),
                settings.measured(),
                settings.seed());
    }

    private PublishFigures measure(Load load) throws InterruptedException {
        return new LoadRun(load, api, ledger, () -> CpuTime.of(system.pids())).run();
    }

    private PublishFigures measureUntilArchived(Load load) throws InterruptedException {
        var figures = measure(load);
        ledger.awaitAll(ARCHIVE_PATIENCE);
        var whole = figures.withArchived(ledger.latency());
        publishing.add(whole);
        return whole;
    }

    private void manyFactories(Load load) throws InterruptedException {
        var figures = measureUntilArchived(load);
        signing = SigningCost.of(figures, targets);
    }

    private Load halfLoad(Scenario scenario) {
        var most = publishing.stream()
                .filter(figures -> figures.run().equals(Scenario.MANY_FACTORIES.toString()))
                .findFirst()
                .orElseThrow(() -> new LoadException("Half load is half of many-factories: measure that as well"));
        return load(scenario, factories)
                .with(new Pace.AtRate(most.perSecond() / 2), settings.clients() * MORE_CLIENTS_AT_A_RATE);
    }

    private void largeDocument(Scenario scenario) throws InterruptedException {
        var large = SampleTargets.of(settings.largeTargets());
        prepare(LARGE_FACTORY, large);
        ledger.awaitAll(ARCHIVE_PATIENCE);
        measureUntilArchived(new Load(
                scenario.toString(),
                List.of(LARGE_FACTORY),
                large,
                1,
                new Pace.ClosedLoop(),
                settings.warmUp(),
                settings.measured(),
                settings.seed()));
    }

    private void outage(Load load) throws InterruptedException {
        var controlled = controlled();
        controlled.stop(Part.KAFKA, Part.GOOGLE);
        publishing.add(measure(load));
        draining.add(drain(AFTER_OUTAGE, controlled, Part.KAFKA, Part.GOOGLE));
    }

    /** All of the backlog is in Kafka before the archive returns, so that the outbox is not measured with it. */
    private void backlog(Load load) throws InterruptedException {
        var controlled = controlled();
        var at = system.endpoints();
        var plain = new PlainLoop(at.kafka(), at.google(), controlled.archiveCredential());
        var from = plain.ends();
        controlled.stop(Part.BACKUP_SERVICE);
        publishing.add(measure(load));
        try (var outbox = new OutboxGauge(at.apiManagement())) {
            outbox.awaitEmpty();
        }
        draining.add(drain(BACKLOG_ARCHIVED, controlled, Part.BACKUP_SERVICE));
        draining.add(DrainFigures.of(BACKLOG_PLAIN, 0, plain.run(from, plain.ends())));
    }

    private DrainFigures drain(String run, StartedSystem controlled, Part... stopped) throws InterruptedException {
        progress.accept(run);
        ledger.begin();
        var ordered = System.nanoTime();
        controlled.startAgain(stopped);
        ledger.awaitAll(ARCHIVE_PATIENCE);
        var span = ledger.span();
        return DrainFigures.of(run, (span.firstNanos() - ordered) / NANOS_PER_SECOND, span);
    }

    private StartedSystem controlled() {
        return switch (system) {
            case StartedSystem started -> started;
            case AttachedSystem _ -> throw new LoadException("Only a system of our own may be taken apart");
        };
    }

    @Override
    public void close() {
        events.close();
        api.close();
    }
}
