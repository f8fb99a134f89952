package io.otalite.rotation.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Cloud Monitoring tells of the use of keys. */
class GoogleKeyUseTest {
    @TempDir
    static Path home;

    private static GoogleScene google;

    private GoogleKeys issuer;
    private Subject subject;

    @BeforeAll
    static void start() {
        google = new GoogleScene(home);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @BeforeEach
    void begin() {
        google.reset();
        issuer = google.issuer(Map.of());
        subject = google.subject();
    }

    @Test
    void whereNothingIsCountedNothingIsKnown() {
        // Given
        var idle = new Subject(Subjects.GOOGLE_KEY, GoogleScene.IDLE, Optional.empty(), subject.secret(), Map.of());

        // When
        var usage = issuer.usage(idle, "0123", google.clock.instant());

        // Then
        assertThat(usage)
                .isEqualTo(new Usage.Unknown("Cloud Monitoring has counted no key of " + GoogleScene.IDLE
                        + " for a week, so it may not count at all"));
    }

    @Test
    void withoutPermissionNothingIsKnown() {
        assertThat(google.reading().usage(subject, google.inUse().id(), google.clock.instant()))
                .isEqualTo(new Usage.Unknown(
                        "There is no permission to read the use of keys (monitoring.timeSeries.list)"));
    }

    @Test
    void anAnswerThatCannotBeReadIsNoSilence() {
        // Given
        google.use(google.inUse());
        google.fault("\"path\":\"*/timeSeries*\",\"effect\":\"not-json\",\"status\":200");

        // When
        assertThatThrownBy(() -> issuer.usage(subject, google.inUse().id(), google.clock.instant()))

                // Then
                .isInstanceOf(IssuerUnavailableException.class);
    }

    @Test
    void silenceReachesUpToWhatIsVisible() {
        // Given
        var slow = google.issuer(Map.of("visibility-delay", "PT6H"));
        google.use(google.inUse());
        var since = google.clock.instant();

        // When
        var usage = slow.usage(subject, google.inUse().id(), since);

        // Then
        assertThat(usage).isEqualTo(new Usage.Silent(since.minus(Duration.ofHours(6))));
    }

    @Test
    void whatWasUsedTellsWhen() {
        // Given
        var since = google.clock.instant();
        google.pass(Duration.ofSeconds(2));
        google.use(google.inUse());

        // When
        var usage = issuer.usage(subject, google.inUse().id(), since);

        // Then
        assertThat(usage)
                .isInstanceOfSatisfying(
                        Usage.Used.class, used -> assertThat(used.last()).isBetween(since, google.clock.instant()));
    }

    /** What was counted long ago does not tell that use is counted now. */
    @Test
    void whereNothingWasCountedForAWeekSilenceIsNotBelieved() {
        // Given
        google.use(google.inUse());
        var since = google.clock.instant();
        google.use(google.inUse());

        // When
        var usage = google.ahead(Duration.ofDays(8)).usage(subject, "0123", since);

        // Then
        assertThat(usage)
                .isInstanceOfSatisfying(
                        Usage.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("for a week"));
    }
}
