package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.credentials.TokenId;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesTest {
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "token");
    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;

    @TempDir
    private static Path folder;

    private ScheduleScene scene;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        database = RotationScene.database(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void open() {
        scene = new ScheduleScene(database, folder);
    }

    @Test
    void aCredentialIsRotatedWhenItsPeriodIsOver() {
        // Given
        scene.token("P10D", "", "2026-11-20T12:00:00Z");
        var next = scene.only().next().orElseThrow();
        assertThat(next).isBetween(Instant.parse("2026-11-30T12:00:00Z"), Instant.parse("2026-12-01T12:00:00Z"));

        // When
        scene.waitUntil(next.minusSeconds(1));
        scene.round();
        var before = scene.store.list(Optional.empty(), false, 10);
        scene.waitUntil(next);
        scene.round();
        scene.round();

        // Then
        assertThat(before).isEmpty();
        assertThat(scene.store.list(Optional.empty(), false, 10))
                .singleElement()
                .extracting(listed -> listed.rotation().orElseThrow())
                .satisfies(rotation -> {
                    assertThat(rotation.plan().requestedBy()).isEqualTo("schedule");
                    assertThat(rotation.plan().subject().secret()).isEqualTo(SECRET);
                    assertThat(scene.only().rotation()).contains(rotation.id());
                });
        assertThat(scene.only().next()).isEmpty();
    }

    @Test
    void thePeriodBeginsAnewWithTheEndOfTheRotation() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.round();

        // When
        scene.clock.pass(Duration.ofDays(2));
        scene.content("the new one, 32 bytes long or more");
        scene.end(new State.Done(id("the new one, 32 bytes long or more")));
        scene.clock.pass(Duration.ofHours(1));

        // Then
        var scheduled = scene.only();
        assertThat(scheduled.last()).contains(Instant.parse("2026-11-27T12:00:00Z"));
        assertThat(scheduled.next().orElseThrow())
                .isBetween(Instant.parse("2026-12-07T12:00:00Z"), Instant.parse("2026-12-08T12:00:00Z"));
        assertThat(scheduled.problem()).isEmpty();
    }

    @Test
    void whatSomebodyElseHasPutThereSinceIsAsOldAsItIs() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.round();
        scene.content("the new one, 32 bytes long or more");
        scene.end(new State.Done(id("the new one, 32 bytes long or more")));
        scene.clock.pass(Duration.ofDays(5));

        // When
        scene.content("by hand, and 32 bytes long or more");

        // Then
        assertThat(scene.only().last()).contains(scene.clock.instant());
    }

    @Test
    void anAttemptThatCameToNothingIsRepeatedAfterALongerPauseEachTime() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.issuer.refuse("no room for one more");

        for (var hours : new int[] {1, 2, 4, 8, 16, 24, 24}) {
            // When
            scene.round();
            scene.round();

            // Then
            var scheduled = scene.only();
            assertThat(scheduled.next()).contains(scene.clock.instant().plus(Duration.ofHours(hours)));
            assertThat(scheduled.problem().orElseThrow()).contains("ended as REFUSED");
            scene.clock.pass(Duration.ofHours(hours));
        }
        assertThat(scene.store.list(Optional.empty(), false, 100)).hasSize(7);
    }

    @Test
    void onlyTheLeaderBegins() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.leads.set(false);

        // When
        scene.round();

        // Then
        assertThat(scene.store.list(Optional.empty(), false, 10)).isEmpty();
        assertThat(scene.only().next()).contains(scene.clock.instant());
    }

    @Test
    void whoIsNotTheLeaderAnyMoreDoesNotBegin() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        var begun = scene.schedules.claim(1);

        // When
        scene.leads.set(false);
        begun.forEach(Runnable::run);

        // Then
        assertThat(begun).hasSize(1);
        assertThat(scene.store.list(Optional.empty(), false, 10)).isEmpty();
    }

    @Test
    void whileSomethingElseHasTheAccountItIsLeftAlone() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.occupy("rotation-other", "secret " + SECRET.id());

        // When
        scene.round();
        var paused = scene.only();
        scene.round();

        // Then
        assertThat(paused.problem()).contains("rotation-other is under way, of the same account or Secret");
        assertThat(paused.next()).contains(scene.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(scene.store.list(Optional.empty(), false, 10)).hasSize(1);
    }

    @Test
    void whatIsMalformedIsSaidAndNotDone() {
        // Given
        scene.token("every month", "", "2026-11-01T12:00:00Z");

        // When
        scene.round();

        // Then
        assertThat(scene.only().problem()).contains("\"every month\" is no ISO-8601 period or duration, such as P30D");
        assertThat(scene.store.list(Optional.empty(), false, 10)).isEmpty();
    }

    @Test
    void aSecretInWhichNothingCanBeRotatedIsListed() {
        // Given
        scene.world.with("""
                {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: token, uid: uid-1, annotations: {
                rotation.ota-lite.io/rotate-every: P30D}}, data: {word: c2VjcmV0}}""");

        // When
        var scheduled = scene.only();

        // Then
        assertThat(scheduled.entry()).isEmpty();
        assertThat(scheduled.problem().orElseThrow()).contains("no key file of a Google service account");
    }

    @Test
    void aKeyIsRotatedBeforeItExpiresWhateverItsWindow() {
        // Given
        scene.key("P1Y", "Sun 02:00-03:00");

        // When
        scene.keyAtGoogle("2026-11-01T00:00:00Z", "2027-01-30T00:00:00Z");

        // Then
        assertThat(scene.only().last()).contains(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(scene.only().next()).contains(Instant.parse("2027-01-27T00:00:00Z"));
    }

    @Test
    void aKeyThatLivesShortlyIsRotatedInTheLastQuarterOfItsLife() {
        // Given
        scene.key("P1Y", "");

        // When
        scene.keyAtGoogle("2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z");

        // Then
        assertThat(scene.only().next()).contains(Instant.parse("2026-11-26T02:00:00Z"));
    }

    @Test
    void aKeyOfWhichGoogleHasNotToldYetIsNotTakenForAnOldOne() {
        // Given
        scene.key("PT1H", "");

        // When
        scene.round();

        // Then
        assertThat(scene.only().next()).isEmpty();
        assertThat(scene.only().problem()).contains("It is not known when this credential was made");
    }

    @Test
    void aRotationThatWasAskedForElsewhereCountsForEverySecretItWrote() {
        // Given
        scene.key("P10D", "");
        scene.keyAtGoogle("2026-11-24T00:00:00Z", "2027-11-24T00:00:00Z");
        scene.copy("key-0");
        var copy = new ObjectRef(Kinds.SECRET, "other", "copy");

        // When
        scene.begin(copy);
        var during = scene.only();
        scene.clock.pass(Duration.ofHours(2));
        scene.keyFileOf("key-1");
        scene.end(new State.Done("key-1"));

        // Then
        assertThat(during.rotation()).isPresent();
        assertThat(scene.only().last()).contains(Instant.parse("2026-11-25T14:00:00Z"));
    }

    @Test
    void aNewLeaderGoesOnWhereTheOtherStopped() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.issuer.refuse("no room for one more");
        scene.round();
        var known = scene.only();

        // When
        var other = new Schedules(
                scene.credentials,
                scene.summaries,
                wish -> {
                    throw new AssertionError("Nobody may begin " + wish);
                },
                () -> true,
                new Schedules.Limits(Duration.ofHours(1), Duration.ofDays(3), scene.clock));

        // Then
        assertThat(other.claim(1)).isEmpty();
        assertThat(other.all()).containsExactly(known);
    }

    private static String id(String token) {
        return TokenId.of(Bytes.utf8(token).sha256().hex());
    }
}
