package io.otalite.rotation.rotations.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.rotation.rotations.Outcome;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.ScheduleScene;
import io.otalite.rotation.rotations.Schedules;
import io.otalite.rotation.rotations.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationGaugesTest {
    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;

    @TempDir
    private static Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicReference<RotationSummaries> record = new AtomicReference<>();
    private ScheduleScene scene;
    private RotationGauges gauges;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        database = ScheduleScene.database(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void open() {
        scene = new ScheduleScene(database, folder);
        record.set(scene.summaries);
        gauges = new RotationGauges(registry, scene.credentials, summaries(), schedules(), scene.clock);
    }

    @Test
    void theAgeOfACredentialGoesOn() {
        // Given
        scene.key("P30D", "");
        scene.keyAtGoogle("2026-11-24T12:00:00Z", "2026-11-26T12:00:00Z");
        gauges.refresh();

        // When
        scene.clock.pass(Duration.ofHours(30));

        // Then
        assertThat(value("ota.credential.age.seconds")).isEqualTo(54 * 3600);
        assertThat(value("ota.credential.expiry.seconds")).isEqualTo(-6 * 3600);
        assertThat(registry.get("ota.credential.age.seconds")
                        .tags("secret_namespace", "shop", "secret", "token", "entry", "key.json")
                        .tag("kind", "google-service-account-key")
                        .gauge())
                .isNotNull();
    }

    @Test
    void howFarARotationIsAndWhatKeepsItIsMeasured() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.round();
        scene.clock.pass(Duration.ofMinutes(1));
        scene.step(Outcome.stuck(Duration.ofSeconds(10), "nobody answers"));
        gauges.refresh();

        // When
        scene.clock.pass(Duration.ofMinutes(20));

        // Then
        assertThat(value("ota.rotations.open", "state", "planned")).isEqualTo(1);
        assertThat(value("ota.rotations.oldest.seconds", "state", "planned")).isEqualTo(21 * 60);
        assertThat(value("ota.rotations.problems", "state", "planned")).isEqualTo(1);
        assertThat(value("ota.rotations.problem.oldest.seconds", "state", "planned"))
                .isEqualTo(20 * 60);

        // When
        scene.clock.pass(Duration.ofMinutes(1));
        scene.step(Outcome.to(new State.Minting(), "goes on"));
        gauges.refresh();

        // Then
        assertThat(registry.find("ota.rotations.open").gauges())
                .singleElement()
                .satisfies(open -> assertThat(open.getId().getTag("state")).isEqualTo("minting"));
        assertThat(value("ota.rotations.problems", "state", "minting")).isZero();
        assertThat(registry.find("ota.rotations.problem.oldest.seconds").gauges())
                .isEmpty();
    }

    @Test
    void whatFailedIsUnresolvedUntilARotationSucceeds() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.round();
        scene.end(new State.Failed("by accident"));

        // When
        gauges.refresh();

        // Then
        assertThat(value("ota.rotations.unresolved", "outcome", "failed")).isEqualTo(1);
        assertThat(value("ota.schedules.problems")).isEqualTo(1);

        // When
        scene.clock.pass(Duration.ofHours(1));
        scene.round();
        scene.end(new State.Done("new"));
        gauges.refresh();

        // Then
        assertThat(registry.find("ota.rotations.unresolved").gauges()).isEmpty();
        assertThat(value("ota.rotations.ended", "outcome", "failed")).isEqualTo(1);
        assertThat(value("ota.rotations.ended", "outcome", "done")).isEqualTo(1);
        assertThat(value("ota.schedules.problems")).isZero();
    }

    @Test
    void withoutTheRecordItsFiguresAreAbsentAndTheOthersStay() {
        // Given
        scene.token("P10D", "", "2026-11-01T12:00:00Z");
        scene.round();
        gauges.refresh();

        // When
        record.set(new Away());
        gauges.refresh();

        // Then
        assertThat(value("ota.credential.age.seconds"))
                .isEqualTo(Duration.ofDays(24).toSeconds());
        assertThat(registry.find("ota.rotations.open").gauges()).isEmpty();
        assertThat(value("ota.schedules.problems")).isNaN();
    }

    @Test
    void onlyTheOldestThousandCredentialsAreMeasured() {
        // Given
        for (var number = 0; number < 1_010; number++) {
            scene.world.with("""
                    {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: t%d, creationTimestamp: "%s", annotations: {
                     rotation.ota-lite.io/credential: random-token}}, data: {token: c2VjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2ggZm9yIGEgdG9rZW4=}}""".formatted(number, scene.clock.instant().minusSeconds(number)));
        }

        // When
        gauges.refresh();

        // Then
        assertThat(registry.find("ota.credential.age.seconds").gauges())
                .hasSize(1_000)
                .allSatisfy(age -> assertThat(age.value()).isGreaterThanOrEqualTo(10));
    }

    /** The record as it is now. */
    private RotationSummaries summaries() {
        return new RotationSummaries() {
            @Override
            public List<Past> pasts() {
                return record.get().pasts();
            }

            @Override
            public Totals totals() {
                return record.get().totals();
            }
        };
    }

    private Schedules schedules() {
        return new Schedules(
                scene.credentials,
                summaries(),
                wish -> {
                    throw new AssertionError("Nobody may begin " + wish);
                },
                () -> false,
                new Schedules.Limits(Duration.ofHours(1), Duration.ofDays(3), scene.clock));
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** The database does not answer. */
    private static final class Away implements RotationSummaries {
        @Override
        public List<Past> pasts() {
            throw new RotationsUnavailableException(new IllegalStateException("away"));
        }

        @Override
        public Totals totals() {
            throw new RotationsUnavailableException(new IllegalStateException("away"));
        }
    }
}
