package io.otalite.rotation.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.rest.ProblemException;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.microprofile.JudgementReadiness;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class JudgementsResourceTest {
    private final Clock clock = Clock.systemUTC();
    private final World world = new World(clock);
    private final Judgements judgements =
            new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(1)), clock);
    private final AtomicBoolean listed = new AtomicBoolean();

    @Test
    void untilEverythingWasJudgedOnceNothingIsSaidOfIt() {
        // Given
        try (var loop = new JudgementLoop(judgements, listed::get, Duration.ofMinutes(1), clock)) {
            loop.start();
            var resource = new JudgementsResource(judgements, loop, world, clock);
            var readiness = new JudgementReadiness(loop, () -> "not listed yet: Secret");

            // When
            var before = readiness.call();

            // Then
            assertThat(before.getStatus()).isEqualTo(Status.DOWN);
            assertThat(before.getData())
                    .hasValueSatisfying(data -> assertThat(data).containsEntry("detail", "not listed yet: Secret"));
            assertThatThrownBy(() -> resource.list("OK", "", null, null)).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> resource.one("shop", "Deployment", "web"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            notYet -> assertThat(notYet.problem().status()).isEqualTo(503));

            // When
            listed.set(true);
            await().until(() -> readiness.call().getStatus() == Status.UP);
            listed.set(false);

            // Then
            assertThat(resource.list("OK", "", null, null).items()).isEmpty();
            assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        }
    }
}
