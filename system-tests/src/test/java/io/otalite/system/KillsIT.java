package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.emulator.google.storage.StoredObjects.Found;
import io.otalite.events.Topics;
import io.otalite.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The api-service, the backup-service and the broker are killed again and again while clients publish. {@code -Dota.seed=N}
 * repeats a run's kills and changes, {@code -Dota.soak=true} makes it a long one.
 */
class KillsIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillsIT.class);
    private static final boolean SOAK = Boolean.getBoolean("ota.soak");
    private static final int ROUNDS = SOAK ? 22 : 1;
    /** In a default run a dozen by chance of all victims and moments. */
    private static final int MOST_KILLS = SOAK ? Integer.MAX_VALUE : 12;

    private static final long SEED = Long.getLong("ota.seed", System.currentTimeMillis());
    private static final List<String> VICTIMS = List.of(TestSystem.API, TestSystem.BACKUP, TestSystem.KAFKA);
    private static final Path RESULT = Path.of("target", "soak-result.txt");
    private static final Duration MOMENT = Duration.ofMinutes(2);
    private static final Duration BACKLOG = Duration.ofMinutes(SOAK ? 10 : 2);

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.startingAgainAtOnce();

    private final Ledger ledger = new Ledger();
    private final ApiClient api = SYSTEM.api();

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void whateverIsKilledWhileClientsPublish_everyPromiseIsArchivedOnceAndInOrder() throws IOException {
        LOG.atInfo().addKeyValue("seed", SEED).addKeyValue("rounds", ROUNDS).log("Killing");
        var start = System.nanoTime();
        var random = new Random(SEED);
        var factories = IntStream.range(0, 8).mapToObj(n -> "factory-" + n).toList();
        factories.forEach(this::create);

        // When
        var plan = Kill.plan(random, ROUNDS).stream().limit(MOST_KILLS).toList();
        try (var _ = Load.start(api, ledger, factories, random)) {
            plan.forEach(this::carryOut);
            awaitAllReady();
        }

        // Then
        awaitArchived(factories);
        var audit = Audit.ofServed(api, factories);
        audit.keeps(ledger.promised());
        audit.isArchived(targetsObjects());
        audit.isTold(SYSTEM.topic(Topics.TARGETS_PUBLISHED.name()));
        await().atMost(MOMENT).untilAsserted(() -> audit.isAnnounced(SYSTEM.topic(Topics.TARGETS_ARCHIVED.name())));
        assertThat(ledger.wrongAnswers())
                .as("answers that should not have come")
                .isEmpty();
        assertThat(SYSTEM.backup().quarantine()).isEmpty();
        assertThat(restarts())
                .as("restarts: the kills, and no crash of its own")
                .isEqualTo(kills(plan));
        report(plan, audit, Duration.ofNanos(System.nanoTime() - start));
    }

    private void create(String factory) {
        api.createFactory(factory);
        ledger.record(api.replace(factory, SampleTargets.one(Load.FIRST)));
    }

    private void carryOut(Kill kill) {
        var victim = SYSTEM.process(kill.victim());
        await("the moment of " + kill).atMost(MOMENT).until(() -> switch (kill.moment()) {
            case STARTING -> victim.pid().isPresent();
            case READY, ARCHIVING -> victim.isReady();
        });
        if (kill.moment() == Kill.Moment.ARCHIVING) {
            var newest = ledger.newest();
            await("the archive before " + kill)
                    .atMost(MOMENT)
                    .until(() -> SYSTEM.archive().find(newest).isPresent());
        }
        var promises = ledger.promises() + kill.promisesBefore();
        await("publications before " + kill).atMost(MOMENT).until(() -> ledger.promises() >= promises);
        var process = victim.pid();
        await("the kill " + kill).atMost(MOMENT).until(victim::kill);
        await("the end after " + kill).atMost(MOMENT).until(() -> !victim.pid().equals(process));
        LOG.atInfo()
                .addKeyValue("victim", kill.victim())
                .addKeyValue("moment", kill.moment())
                .addKeyValue("promises", ledger.promises())
                .log("Killed");
    }

    private void awaitAllReady() {
        // While its pod is being made, a service has no status yet.
        await().atMost(MOMENT)
                .until(() ->
                        VICTIMS.stream().allMatch(name -> SYSTEM.process(name).isReady()));
    }

    /** The newest versions are there; the audit then looks at every single one. */
    private void awaitArchived(List<String> factories) {
        await().atMost(BACKLOG)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(factories).allSatisfy(factory -> {
                    var completeness = SYSTEM.backup().completeness(factory);
                    assertThat(completeness.path("newest").asLong()).isEqualTo(api.newest(factory));
                    assertThat(completeness.path("complete").asBoolean()).isTrue();
                }));
    }

    private static List<Found> targetsObjects() {
        return SYSTEM.archive().list("v1/").stream()
                .filter(found -> found.name().contains("/targets/"))
                .toList();
    }

    private static List<ProcessStatus> statuses() {
        return VICTIMS.stream()
                .map(name -> SYSTEM.process(name).status().orElseThrow())
                .toList();
    }

    private static Map<String, Long> restarts() {
        return statuses().stream()
                .filter(status -> status.restarts() > 0)
                .collect(Collectors.toMap(ProcessStatus::name, status -> (long) status.restarts()));
    }

    private static Map<String, Long> kills(List<Kill> plan) {
        return new TreeMap<>(plan.stream().collect(Collectors.groupingBy(Kill::victim, Collectors.counting())));
    }

    private void report(List<Kill> plan, Audit audit, Duration duration) throws IOException {
        var line = "seed %d, kills %d %s, publications promised %d, unanswered %d, versions archived %d, %d s"
                .formatted(
                        SEED,
                        plan.size(),
                        kills(plan),
                        ledger.promises(),
                        ledger.unanswered(),
                        audit.versions(),
                        duration.toSeconds());
        LOG.info(line);
        if (SOAK) {
            Files.writeString(RESULT, line + System.lineSeparator());
        }
    }
}
