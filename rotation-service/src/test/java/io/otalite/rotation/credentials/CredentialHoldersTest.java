package io.otalite.rotation.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialHoldersTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final World world = new World(clock);
    private final CredentialHolders holders = new CredentialHolders(world);
    private final Subject subject = new Subject(
            Subjects.GOOGLE_KEY,
            "backup@ota.iam.gserviceaccount.com",
            Optional.of("0123"),
            new ObjectRef(Kinds.SECRET, "shop", "key"),
            Map.of());

    private void see(String kind) {
        world.see(Scope.everywhere(kind));
    }

    @Test
    void whereEverythingIsSeenNobodyIsAnAnswer() {
        // Given
        see(Kinds.SECRET);
        see(Kinds.CONFIG_MAP);

        // When
        var found = holders.of(subject, "0123", clock.instant());

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void aKindThatNobodyWatchesMayHoldIt() {
        // Given
        see(Kinds.SECRET);

        // When / Then
        assertThatThrownBy(() -> holders.of(subject, "0123", Instant.MIN))
                .isInstanceOf(IssuerUnavailableException.class)
                .hasMessage("who holds 0123 cannot be told: ConfigMap is not watched");
    }

    @Test
    void aKindThatIsOutOfSightMayHoldIt() {
        // Given
        see(Kinds.SECRET);
        see(Kinds.CONFIG_MAP);
        world.lose(Scope.everywhere(Kinds.SECRET), "no permission");

        // When / Then
        assertThatThrownBy(() -> holders.of(subject, "0123", Instant.MIN))
                .isInstanceOf(IssuerUnavailableException.class)
                .hasMessage("who holds 0123 cannot be told: Secret cannot be seen");
    }

    @Test
    void anOldPictureIsNoAnswerToWhatHasHappenedSince() {
        // Given
        see(Kinds.SECRET);
        see(Kinds.CONFIG_MAP);
        clock.pass(Duration.ofSeconds(1));
        var since = clock.instant();
        see(Kinds.SECRET);

        // When / Then
        assertThatThrownBy(() -> holders.of(subject, "0123", since))
                .isInstanceOf(PictureBehindException.class)
                .hasMessage("who holds 0123 cannot be told: ConfigMap was last known to be up to date at"
                        + " 2026-11-25T12:00:00Z");
    }
}
