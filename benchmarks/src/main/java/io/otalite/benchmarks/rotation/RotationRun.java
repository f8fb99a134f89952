package io.otalite.benchmarks.rotation;

import io.otalite.benchmarks.load.Latency;
import io.otalite.benchmarks.load.LoadException;
import io.otalite.benchmarks.postgres.ServiceDatabase;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.Destination;
import io.otalite.rotation.rotations.Pace;
import io.otalite.rotation.rotations.Plan;
import io.otalite.rotation.rotations.Rotation;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.RunRotations;
import io.otalite.rotation.rotations.State;
import io.otalite.rotation.rotations.Steps;
import io.otalite.rotation.rotations.postgres.PostgresRotationStore;
import io.otalite.rotation.rotations.tink.TinkSealing;
import io.otalite.rotation.steps.StepLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Many rotations at the same time, each from its plan to its end. Nothing is waited for, so that every step is due as soon as the one
 * before is on record: this is the most that one instance takes.
 */
public final class RotationRun implements AutoCloseable {
    /** As many attempts as by default, with no time in between. */
    private static final Pace PACE =
            new Pace(3, Duration.ZERO, Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** As the service does by default. */
    private static final int STEPS_AT_A_TIME = 8;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int LOOK_AGAIN_MILLIS = 100;

    /** By then each has its new credential and its previous content to keep, and none is over. */
    private static final int STEPS_INTO_FLIGHT = 8;

    private static final int SEALING_KEY_BYTES = 32;

    private final ServiceDatabase database = ServiceDatabase.start();
    private final Clock clock;
    private final ScriptedWorld world;
    private final RotationStore store;
    private final Path sealingKey;
    private final AtomicLong steps = new AtomicLong();
    private final Histogram micros = new SynchronizedHistogram(Latency.histogramOfMicros());

    public RotationRun(Clock clock) {
        this.clock = clock;
        this.world = new ScriptedWorld(clock);
        this.sealingKey = sealingKey();
        this.store = new PostgresRotationStore(
                database.dataSource(), new TinkSealing(Optional.of(sealingKey)), URI.create("urn:benchmark"), "one");
    }

    private static Path sealingKey() {
        try {
            var file = Files.createTempFile("benchmark-", ".key");
            return Files.writeString(file, Base64.getEncoder().encodeToString(new byte[SEALING_KEY_BYTES]));
        } catch (IOException e) {
            throw new LoadException("There is no room for a key", e);
        }
    }

    /**
     * Begins so many rotations and takes all their steps.
     *
     * @throws LoadException if they do not end in time
     */
    public RotationFigures run(int rotations, Duration patience) throws InterruptedException {
        var plans = IntStream.range(0, rotations).mapToObj(this::plan).toList();
        var before = heap();
        for (var number = 0; number < rotations; number++) {
            begin(number, plans.get(number));
        }
        var end = System.nanoTime() + patience.toNanos();
        var start = System.nanoTime();
        var inFlight = 0;
        var during = 0L;
        var seconds = 0.0;
        // The loop ends when its last step has, which is then counted.
        try (var loop = loop()) {
            loop.start();
            await(() -> steps.get() >= (long) rotations * STEPS_INTO_FLIGHT, end);
            inFlight = store.list(Optional.empty(), true, rotations).size();
            during = heap();
            await(() -> store.list(Optional.empty(), true, 1).isEmpty(), end);
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return new RotationFigures(
                completed(plans), inFlight, before, during, steps.get(), seconds, Latency.of(micros));
    }

    private StepLoop loop() {
        var issuer = new ScriptedIssuer(clock);
        var work = new RunRotations(
                store,
                Map.of(ScriptedIssuer.KIND, issuer),
                new Steps(world.surroundings(), PACE, clock),
                () -> {},
                clock);
        StepLoop.Source timed =
                most -> work.claim(most).stream().map(this::timed).toList();
        return new StepLoop("rotations", timed, STEPS_AT_A_TIME, INTERVAL);
    }

    private Runnable timed(Runnable step) {
        return () -> {
            var start = System.nanoTime();
            step.run();
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            steps.incrementAndGet();
        };
    }

    private void begin(int number, Plan plan) {
        var rotation = new Rotation(
                id(number), plan, new State.Planned(), clock.instant(), Optional.empty(), Optional.empty());
        var locks = Set.of("account " + plan.subject().account());
        if (store.begin(rotation, locks).isPresent()) {
            throw new LoadException("The rotation %s cannot begin".formatted(rotation.id()));
        }
    }

    private Plan plan(int number) {
        var secret = new ObjectRef(Kinds.SECRET, "shop", "key-" + number);
        var copy = new ObjectRef(Kinds.SECRET, "shop", "key-copy-" + number);
        var current = "key-" + number;
        world.put(secret, current);
        world.put(copy, current);
        return new Plan(
                new Subject(
                        ScriptedIssuer.KIND,
                        "account-%d@example".formatted(number),
                        Optional.of(current),
                        secret,
                        Map.of()),
                List.of(destination(secret), destination(copy)),
                ScriptedWorld.consumers(),
                false,
                Optional.empty(),
                "benchmark",
                clock.instant());
    }

    private static Destination destination(ObjectRef secret) {
        return new Destination(secret, "uid-" + secret.name(), Map.of(ScriptedWorld.ENTRY, Issued.WHOLE));
    }

    private static String id(int number) {
        return "rotation-" + number;
    }

    private int completed(List<Plan> plans) {
        return (int) IntStream.range(0, plans.size())
                .filter(number -> store.find(id(number))
                        .filter(rotation -> rotation.state() instanceof State.Done)
                        .isPresent())
                .filter(number -> hasArrived(plans.get(number)))
                .count();
    }

    private boolean hasArrived(Plan plan) {
        var id = ScriptedIssuer.newId(plan.subject());
        return plan.destinations().stream().allMatch(destination -> world.holds(destination.secret(), id));
    }

    private static void await(BooleanSupplier condition, long end) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new LoadException("The rotations do not come to their end");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        database.close();
        try {
            Files.delete(sealingKey);
        } catch (IOException e) {
            throw new LoadException("The key cannot be removed", e);
        }
    }
}
