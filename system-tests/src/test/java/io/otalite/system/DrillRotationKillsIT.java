package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.local.system.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What rotates, and all it leans on, is killed or goes away in the middle: it ends as it would have ended, with one key. {@code
 * -Dota.seed=N} repeats a run's kills, {@code -Dota.soak=true} makes it a long one.
 */
class DrillRotationKillsIT {
    private static final Logger LOG = LoggerFactory.getLogger(DrillRotationKillsIT.class);
    private static final boolean SOAK = Boolean.getBoolean("ota.soak");
    private static final int MORE_RUNS = SOAK ? 100 : 0;
    private static final long SEED = Long.getLong("ota.seed", System.currentTimeMillis());
    private static final Duration AWAY = Duration.ofSeconds(SOAK ? 60 : 5);
    private static final Path RESULT = Path.of("target", "soak-rotations.txt");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_PAUSE_MILLIS = 1_500;
    private static final List<String> STATES =
            List.of("PLANNED", "MINTED", "STAGED", "CANARY", "DRAINING", "QUARANTINED");

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.startingAgainAtOnce();

    private final Rotations rotations = SYSTEM.rotations();
    private final GoogleAdmin google = SYSTEM.google();
    private final ArchiveCredential credential =
            new ArchiveCredential(SYSTEM.cluster().client());

    private String onlyKey() {
        assertThat(google.keys()).hasSize(1).containsValue(false);
        return google.keys().keySet().iterator().next();
    }

    private void endsWell(String rotation, String old) {
        var ended = rotations.awaitEnd(rotation);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("DONE");
        assertThat(onlyKey())
                .isNotEqualTo(old)
                .isEqualTo(ended.path("new_key_id").asText())
                .matches(credential::holds);
    }

    /** In that state or, where it was too fast for that, right after it. */
    private void kill(String rotation, Set<String> states, String victim) {
        rotations.await(rotation, states);
        kill(SYSTEM.process(victim));
    }

    private static void kill(ManagedProcess process) {
        var pid = process.pid();
        await().atMost(PATIENCE).until(process::kill);
        await().atMost(PATIENCE).until(() -> !process.pid().equals(pid) && process.isReady());
    }

    /**
     * First the answer of Google to the new key is lost, and then itself is killed, twice, and everything it leans on; in the long run it is
     * killed at any moment of any state as well.
     */
    @Test
    @Timeout(value = 180, unit = TimeUnit.MINUTES)
    void wheneverItIsKilledOrWhatItLeansOn_thenItEndsAsItWouldHave() throws IOException {
        killEverything();
        var random = new Random(SEED);
        var kills = new TreeMap<String, Integer>();
        LOG.atInfo().addKeyValue("seed", SEED).addKeyValue("runs", MORE_RUNS).log("Killing");
        for (var run = 0; run < MORE_RUNS; run++) {
            kills.merge(killOnce(random), 1, Integer::sum);
        }
        if (SOAK) {
            var line = "seed %d, rotations %d, each killed once: %s".formatted(SEED, MORE_RUNS, kills);
            Files.writeString(RESULT, line + System.lineSeparator());
        }
    }

    private void killEverything() {
        // Given
        var old = onlyKey();
        google.loseNextKey();

        // When
        var id = rotations.begin(Rotations.ofBackup());
        kill(id, Set.of("MINTED"), TestSystem.ROTATION);
        kill(id, Set.of("CANARY"), TestSystem.KAFKA);
        kill(id, Set.of("CANARY", "DRAINING"), TestSystem.CLUSTER);
        kill(id, Set.of("DRAINING", "QUARANTINED"), TestSystem.POSTGRES);
        kill(id, Set.of("QUARANTINED"), TestSystem.ROTATION);

        // Then
        endsWell(id, old);
        assertThat(google.faultsMet()).as("answers lost").isEqualTo(1);
        google.mend();
    }

    /** @return the state in which it was killed */
    private String killOnce(Random random) {
        // Given
        var old = onlyKey();
        var state = STATES.get(random.nextInt(STATES.size()));
        var pause = Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS));

        // When
        var id = rotations.begin(Rotations.ofBackup());
        rotations.await(id, Set.of(state));
        awayFor(pause);
        kill(SYSTEM.process(TestSystem.ROTATION));

        // Then
        endsWell(id, old);
        return state;
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whenTheApiServerThenKafkaThenPostgresAreAwayForAWhile_thenItGoesOnWhenTheyAreBack() {
        // Given
        var old = onlyKey();
        var apiServer = SYSTEM.process(TestSystem.CLUSTER).pid().orElseThrow();

        // When
        var id = rotations.begin(Rotations.ofBackup());
        rotations.await(id, Set.of("CANARY"));
        Signals.send("STOP", apiServer);
        awayFor(AWAY);
        Signals.send("CONT", apiServer);
        rotations.await(id, Set.of("SETTLED", "DRAINING"));
        stopForAWhile(TestSystem.KAFKA);
        rotations.await(id, Set.of("QUARANTINED"));
        stopForAWhile(TestSystem.POSTGRES);

        // Then
        endsWell(id, old);
    }

    private static void stopForAWhile(String part) {
        SYSTEM.process(part).stop();
        awayFor(AWAY);
        SYSTEM.process(part).start();
    }

    private static void awayFor(Duration time) {
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }
}
