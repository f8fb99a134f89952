package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.local.rotation.SeenPlan;
import io.otalite.local.rotation.SeenRestart;
import io.otalite.local.rotation.SeenRotation;
import io.otalite.local.rotation.SeenRotation.Told;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationTaleTest {
    private final StringWriter out = new StringWriter();
    private final RotationTale tale = new RotationTale(new Narrator(new PrintWriter(out)), rotation(Optional.empty()));

    @Test
    void whileNothingIsNewItSaysWhatIsWaitedFor() {
        tale.tellAwaited(
                rotation(Optional.empty()),
                List.of(
                        new SeenRestart("shop/Deployment/done", "VERIFIED", "", "", List.of(), Instant.EPOCH),
                        new SeenRestart(
                                "shop/Deployment/web", "WATCHING", "3 more seconds", "", List.of(), Instant.EPOCH)));

        assertThat(out.toString()).endsWith("ROLLING      shop/Deployment/web: 3 more seconds\n");
    }

    @Test
    void aProblemIsWhatItWaitsFor() {
        tale.tellAwaited(
                rotation(Optional.of("Google does not answer")),
                List.of(new SeenRestart(
                        "shop/Deployment/web", "WATCHING", "3 more seconds", "", List.of(), Instant.EPOCH)));

        assertThat(out.toString()).endsWith("ROLLING      Google does not answer\n");
    }

    @Test
    void whatIsNewIsToldOnceAndWhatWasBeforeIsNot() {
        // Given
        var before = told("MINTED", "It is made");
        var after = told("PROVEN", "It works");
        var going = new RotationTale(new Narrator(new PrintWriter(out)), rotation(Optional.empty(), before));

        // When
        going.tell(rotation(Optional.empty(), before, after));
        going.tell(rotation(Optional.empty(), before, after, after));

        // Then
        assertThat(out.toString()).isEqualTo("     0 s  PROVEN       It works\n");
    }

    @Test
    void itIsNotSilentAtOnce() {
        assertThat(tale.isSilent()).isFalse();
    }

    private static Told told(String state, String text) {
        return new Told(Instant.EPOCH, state, text, List.of());
    }

    private static SeenRotation rotation(Optional<String> problem, Told... history) {
        return new SeenRotation(
                "rotation-1",
                "ROLLING",
                Instant.EPOCH,
                false,
                Optional.empty(),
                problem,
                Optional.empty(),
                new SeenPlan("key", "backup", "old", List.of(), List.of()),
                List.of(history),
                0);
    }
}
