package io.otalite.rotation.rotations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rest.ProblemException;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.rotations.Credentials;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulesResourceTest {
    private final TestWorld world = new TestWorld(Clock.systemUTC());

    @BeforeEach
    void threeSchedules() {
        for (var name : List.of("one", "three", "two")) {
            world.with("""
                    {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: %s, uid: uid-%s, annotations: {
                     rotation.ota-lite.io/credential: random-token, rotation.ota-lite.io/rotate-every: often}},
                     data: {token: c2VjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2ggZm9yIGEgdG9rZW4=}}""".formatted(name, name));
        }
    }

    @Test
    void schedulesAreListedInPages() {
        // Given
        var resource = resource(false);
        var first = resource.list("2", null);

        // When
        var second = resource.list("2", first.nextPageToken());

        // Then
        assertThat(first.items()).extracting(view -> view.secret().name()).containsExactly("one", "three");
        assertThat(second.items()).singleElement().satisfies(view -> {
            assertThat(view.secret().name()).isEqualTo("two");
            assertThat(view.entry()).isEqualTo("token");
            assertThat(view.problem().orElseThrow()).contains("often");
        });
        assertThat(second.nextPageToken()).isEmpty();
    }

    @Test
    void withoutTheRecordOfRotationsNothingIsSaid() {
        assertThatThrownBy(() -> resource(true).list(null, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        away -> assertThat(away.problem().status()).isEqualTo(503));
    }

    private SchedulesResource resource(boolean away) {
        var summaries = new RotationSummaries() {
            @Override
            public List<Past> pasts() {
                if (away) {
                    throw new RotationsUnavailableException(new IllegalStateException("away"));
                }
                return List.of();
            }

            @Override
            public Totals totals() {
                return Totals.NONE;
            }
        };
        return new SchedulesResource(new Schedules(
                new Credentials(world.world(), new Subjects(world.world())),
                summaries,
                wish -> {
                    throw new AssertionError("Nobody may begin " + wish);
                },
                () -> false,
                new Schedules.Limits(Duration.ofHours(1), Duration.ofDays(3), Clock.systemUTC())));
    }
}
