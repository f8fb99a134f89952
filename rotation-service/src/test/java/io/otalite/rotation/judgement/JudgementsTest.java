package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgementsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final ObjectRef DATABASE = new ObjectRef(Kinds.SECRET, "shop", "database");

    private final MutableClock clock = new MutableClock(NOW);
    private final TestWorld world = new TestWorld(clock).with("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: default, namespace: shop}
            """);
    private final Judgements judgements =
            new Judgements(world.world(), new Judge(world.world(), ImageView.UNCHECKED, Duration.ofDays(14)), clock);
    private final List<Told> told = new ArrayList<>();

    private record Told(ObjectRef workload, Optional<Verdict> verdict) {}

    @BeforeEach
    void listen() {
        world.world().addListener(judgements);
        judgements.addListener(
                (workload, judgement) -> told.add(new Told(workload, judgement.map(Judgement::verdict))));
    }

    private static String deployment(String name, String secret) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s, namespace: shop}
                spec: {template: {spec: {containers: [{name: c, envFrom: [{secretRef: {name: %s}}]}]}}}
                """.formatted(name, secret);
    }

    private static String secret(String name, String value) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: shop}
                data: {password: %s}
                """.formatted(name, value);
    }

    private Optional<Instant> since() {
        return judgements.of(API).orElseThrow().reasons().getFirst().since();
    }

    @Test
    void aBurstOfChangesIsJudgedOnce() {
        // Given
        world.with(deployment("api", "database"));
        assertThat(judgements.judgeMarked()).isEqualTo(1);

        // When
        world.with(secret("database", "QQ=="), secret("database", "Qg=="), secret("database", "Qw=="));
        world.remove(DATABASE);
        world.with(secret("database", "RA=="));

        // Then: the secret itself was marked, too, and is no workload
        judgements.judgeMarked();
        assertThat(told)
                .containsExactly(
                        new Told(API, Optional.of(Verdict.BLOCKED_START)), new Told(API, Optional.of(Verdict.OK)));
        assertThat(judgements.judgeMarked()).isZero();
    }

    @Test
    void sinceWhenSomethingIsWrongIsKept() {
        // Given
        world.with(deployment("api", "database"));
        judgements.judgeMarked();

        // When
        clock.pass(Duration.ofHours(1));
        judgements.markAll();
        judgements.judgeMarked();

        // Then
        assertThat(since()).contains(NOW);
        assertThat(judgements.of(API).orElseThrow().at()).isEqualTo(clock.instant());
        assertThat(told).hasSize(1);
    }

    @Test
    void sinceWhenBeginsAnewAfterItWasMended() {
        // Given
        world.with(deployment("api", "database"));
        judgements.judgeMarked();
        world.with(deployment("api", "other"), secret("other", "QQ=="));
        judgements.judgeMarked();

        // When
        clock.pass(Duration.ofHours(1));
        world.with(deployment("api", "database"));
        judgements.judgeMarked();

        // Then
        assertThat(since()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void sinceWhenIsRememberedFromAnEarlierLife() {
        // Given
        world.with(deployment("api", "database"));
        judgements.judgeMarked();
        var identity = judgements.of(API).orElseThrow().reasons().getFirst().identity();
        var earlier = NOW.minus(Duration.ofDays(3));

        // When
        judgements.remember(API, Map.of(identity, earlier));
        judgements.markAll();
        judgements.judgeMarked();

        // Then
        assertThat(since()).contains(earlier);
    }

    @Test
    void aNewObjectMayBeTheOneThatIsMeant() {
        // Given
        world.with(deployment("api", "database"));
        judgements.judgeMarked();
        assertThat(judgements.of(API).orElseThrow().reasons().getFirst().nearest())
                .isEmpty();

        // When
        world.with(secret("databose", "QQ=="));
        judgements.judgeMarked();

        // Then
        assertThat(judgements.of(API).orElseThrow().reasons().getFirst().nearest())
                .contains("databose");
    }

    @Test
    void aNewObjectOfAnotherKindIsNotMeant() {
        // Given
        world.with(deployment("api", "database"));
        judgements.judgeMarked();

        // When
        world.with("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: databose, namespace: shop}
                """);

        // Then
        assertThat(judgements.judgeMarked()).isZero();
    }

    @Test
    void aWorkloadThatIsGoneIsForgotten() {
        // Given
        world.with(deployment("api", "database"), deployment("web", "database"));
        judgements.judgeMarked();
        told.clear();

        // When
        world.remove(API);
        judgements.judgeMarked();

        // Then
        assertThat(told).containsExactly(new Told(API, Optional.empty()));
        assertThat(judgements.of(API)).isEmpty();
        assertThat(judgements.all())
                .extracting(Judgement::workload)
                .doesNotContain(API)
                .hasSize(1);
    }

    @Test
    void theyAreListedInOrderFromAnyWorkloadOn() {
        // Given
        world.with(deployment("web", "a"), deployment("api", "a"), deployment("job", "a"));

        // When
        judgements.judgeMarked();

        // Then
        assertThat(judgements.after(Optional.empty()))
                .extracting(judgement -> judgement.workload().name())
                .containsExactly("api", "job", "web");
        assertThat(judgements.after(Optional.of(API)))
                .extracting(judgement -> judgement.workload().name())
                .containsExactly("job", "web");
    }
}
