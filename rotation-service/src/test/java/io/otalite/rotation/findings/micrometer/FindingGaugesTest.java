package io.otalite.rotation.findings.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.rotation.findings.FindingAudience;
import io.otalite.rotation.findings.InMemoryFindingStore;
import io.otalite.rotation.findings.TellFindings;
import io.otalite.rotation.findings.TellFindings.Pace;
import io.otalite.rotation.findings.TellFindings.Surroundings;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FindingGaugesTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void whatIsJudgedAndToldIsMeasured() throws Exception {
        // Given
        var world = new World(clock);
        var judgements = new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14)), clock);
        world.addListener(judgements);
        var tell = new TellFindings(
                world,
                judgements,
                new InMemoryFindingStore(),
                FindingAudience.NONE,
                new Surroundings(
                        Clock.offset(clock, Duration.ofSeconds(5)),
                        () -> true,
                        () -> true,
                        () -> {},
                        () -> {},
                        new Pace(Duration.ofMinutes(5), Duration.ofSeconds(1))));
        var gauges = new FindingGauges(registry);
        gauges.workloads(judgements);
        gauges.findings(tell);
        gauges.observation(world, clock);
        gauges.leader(() -> true);
        world.see(Scope.everywhere("ServiceAccount"));
        world.put(
                ObjectReader.read(
                        new JsonMapper()
                                .readTree(
                                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"}}")));

        // When
        gauges.judging(judgements::judgeMarked);
        gauges.judging(judgements::judgeMarked);
        tell.start();

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> value("ota.findings.open", "cause", "object_missing") == 1);
        tell.close();
        assertThat(value("ota.workloads", "verdict", "blocked_start")).isEqualTo(1);
        assertThat(value("ota.workloads", "verdict", "ok")).isZero();
        System.gc();
        assertThat(registry.get("ota.leader").gauge().value()).isEqualTo(1);
        assertThat(value("ota.observation.age.seconds", "source", "kubernetes")).isZero();
        assertThat(registry.get("ota.judgement").timer().count()).isEqualTo(1);
    }

    @Test
    void whoLeadsIsToldForAsLongAsTheServiceRuns() {
        // Given
        var leads = new AtomicBoolean(true);
        new FindingGauges(registry).leader(leads::get);
        var forgotten = new WeakReference<>(new Object());

        // When
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return forgotten.get() == null;
        });

        // Then
        assertThat(registry.get("ota.leader").gauge().value()).isEqualTo(1);
    }

    private double value(String name, String tag, String word) {
        return registry.get(name).tag(tag, word).gauge().value();
    }
}
