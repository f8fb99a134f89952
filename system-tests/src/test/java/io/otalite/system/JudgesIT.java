package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.system.judge.Judge;
import io.otalite.system.judge.Judge.Judgement;
import io.otalite.system.judge.Judges;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that others have written accept every version that the system publishes, at every moment. */
class JudgesIT {
    private static final Logger LOG = LoggerFactory.getLogger(JudgesIT.class);
    private static final int PUBLICATIONS = 10;
    private static final int POLLS = 6;
    private static final long RECOVERED_ABOVE = 1_000;
    private static final String BUILD = "raspberrypi4-64-lmp-101";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.asDocumented();

    private static Judges judges;

    private final ApiClient api = SYSTEM.api();
    private final AtomicInteger clients = new AtomicInteger();
    private String factory;

    @TempDir
    private Path states;

    @BeforeAll
    static void conveneJudges() {
        judges = Judges.convene();
    }

    @AfterAll
    static void dismissJudges() {
        judges.close();
        LOG.info("{}", judges);
    }

    @BeforeEach
    void createFactory() {
        factory = Names.unique("garden");
        api.createFactory(factory);
    }

    @Test
    void everyJudgeSeesEveryVersionWithOldAndNewClients() throws Exception {
        // Given
        var oldClients = judges.present().stream().collect(Collectors.toMap(judge -> judge, this::fromTheFirstRoot));
        var seen = new ArrayList<Long>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 1; round <= PUBLICATIONS; round++) {
                var version = change(round);
                seen.add(version);
                allSee(version, oldClients, threads);
            }
            everyRootLeadsTo(seen.getLast(), threads);
        }

        // Then
        assertThat(seen).doesNotHaveDuplicates().isSorted().hasSize(PUBLICATIONS);
    }

    /** A publication, or new keys for roles in turn: a device must follow either. */
    private long change(int round) {
        return switch (round) {
            case 3 -> api.rotate(factory, "timestamp");
            case 5 -> api.rotate(factory, "root");
            case 6 -> api.rotate(factory, "targets", "snapshot");
            case 8 -> api.recover(factory, RECOVERED_ABOVE);
            default -> publish(round);
        };
    }

    /** Devices may have been shipped with any root there ever was. */
    private void everyRootLeadsTo(long version, ExecutorService threads) throws Exception {
        var roots = IntStream.rangeClosed(1, newestRoot()).boxed().toList();
        assertThat(roots).hasSize(5);
        var answers = threads.invokeAll(judges.present().stream()
                .map(judge -> (Callable<Void>) () -> {
                    roots.forEach(root -> sees(judge + ", from root " + root, client(judge, root(root)), version));
                    return null;
                })
                .toList());
        for (var answer : answers) {
            answer.get();
        }
    }

    private void allSee(long version, Map<Judge, Judge.Client> oldClients, ExecutorService threads) throws Exception {
        var answers = threads.invokeAll(oldClients.entrySet().stream()
                .map(entry -> (Callable<Void>) () -> {
                    sees(entry.getKey() + ", since the first version", entry.getValue(), version);
                    sees(entry.getKey() + ", new", fromTheNewestRoot(entry.getKey()), version);
                    sees(entry.getKey() + ", new, with an old root", fromTheFirstRoot(entry.getKey()), version);
                    return null;
                })
                .toList());
        for (var answer : answers) {
            answer.get();
        }
    }

    private static void sees(String who, Judge.Client client, long version) {
        assertThat(client.update(Instant.now()))
                .as(who)
                .isInstanceOfSatisfying(
                        Judgement.Accepted.class,
                        accepted -> assertThat(accepted.targets()).as(who).isEqualTo(version));
        assertThat(client.targetInfo(BUILD)).as(who).isPresent();
    }

    @Test
    void noJudgeIsRefusedWhileVersionsArePublished() throws Exception {
        // Given
        publish(1);

        // When
        var polls = new HashMap<Judge, List<Judgement>>();
        var publishing = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> publishWhile(publishing));
            try {
                var started = judges.present().stream()
                        .collect(Collectors.toMap(judge -> judge, judge -> threads.submit(() -> poll(judge))));
                for (var poll : started.entrySet()) {
                    polls.put(poll.getKey(), poll.getValue().get(1, TimeUnit.MINUTES));
                }
            } finally {
                publishing.set(false);
            }
            LOG.atInfo().addKeyValue("publications", writer.get()).log("Published while all judges polled");
        }

        // Then
        polls.forEach((judge, judgements) -> {
            assertThat(judgements).as(judge.toString()).allMatch(Judgement.Accepted.class::isInstance);
            assertThat(judgements)
                    .as(judge.toString())
                    .extracting(judgement -> ((Judgement.Accepted) judgement).targets())
                    .isSorted()
                    .satisfies(versions -> assertThat(versions.getLast()).isGreaterThan(versions.getFirst()));
        });
    }

    private int publishWhile(AtomicBoolean publishing) {
        var round = 1;
        while (publishing.get()) {
            round++;
            publish(round);
        }
        return round - 1;
    }

    /** Of a client that stays and of new ones, which have no old version to fall back on, in turn. */
    private List<Judgement> poll(Judge judge) {
        var judgements = new ArrayList<Judgement>();
        var client = fromTheFirstRoot(judge);
        for (var round = 0; round < POLLS; round++) {
            judgements.add(client.update(Instant.now()));
            judgements.add(fromTheFirstRoot(judge).update(Instant.now()));
        }
        return judgements;
    }

    /** All builds and a tag on one of them, in turn. */
    private long publish(int round) {
        var published = round % 2 == 1
                ? api.replace(factory, SampleTargets.withSigstoreMember(SampleTargets.builds()))
                : api.merge(factory, SampleTargets.tagged(BUILD, "round-" + round));
        return published.version().number();
    }

    private Judge.Client fromTheFirstRoot(Judge judge) {
        return client(judge, root(1));
    }

    private Judge.Client fromTheNewestRoot(Judge judge) {
        return client(judge, root(newestRoot()));
    }

    private int newestRoot() {
        var newest = 1;
        while (api.metadata(factory, (newest + 1) + ".root.json").isPresent()) {
            newest++;
        }
        return newest;
    }

    private Judge.Client client(Judge judge, byte[] root) {
        return judge.start(metadata(), root, states.resolve(judge.name() + "-" + clients.incrementAndGet()));
    }

    private byte[] root(int version) {
        return api.metadata(factory, version + ".root.json").map(Bytes::toArray).orElseThrow();
    }

    private URI metadata() {
        return SYSTEM.endpoints().api().resolve("/tuf/%s/metadata/".formatted(factory));
    }
}
