package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.RestartTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HinderedTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            VERIFIED, '',             WAITING, it is paused, 0, the restart of Deployment shop/b waits: it is paused
            VERIFIED, '',             WAITING, '',           0, the restart of Deployment shop/b waits: those of others come first
            VERIFIED, '',             WAITING, '',           1, -
            WATCHING, it gets ready,  WAITING, it is paused, 0, -
            RESTARTING, HTTP 503,     WAITING, '',           0, the restart of Deployment shop/a waits: HTTP 503
            RESTARTING, '',           WAITING, '',           0, -
            VERIFIED, '',             FAILED, '',            0, -
            """)
    void whatMayNeverEndByItselfHinders(
            RestartTask.State first,
            String awaited,
            RestartTask.State second,
            String other,
            int age,
            String hindrance) {
        // Given
        var tasks = List.of(task("a", first, awaited, age), task("b", second, other, 0));

        // When
        var found = Hindered.by(tasks, NOON);

        // Then
        assertThat(found).isEqualTo(Optional.ofNullable(hindrance));
    }

    private static RestartTask task(String name, RestartTask.State state, String awaited, int seconds) {
        return new RestartTask(
                "rotation-1",
                new ObjectRef(Kinds.DEPLOYMENT, "shop", name),
                state,
                Optional.empty(),
                List.of(),
                awaited,
                NOON.plusSeconds(seconds),
                state != RestartTask.State.WAITING);
    }
}
