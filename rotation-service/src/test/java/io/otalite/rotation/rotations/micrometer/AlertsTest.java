package io.otalite.rotation.rotations.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.RestartRecords.Counts;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.micrometer.RestartMetrics;
import io.otalite.rotation.rotations.Credentials;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.Schedules;
import io.otalite.rotation.rotations.State;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A rule about a metric that nobody measures never fires, and nobody notices. Of a system that runs the other metrics can be had, see
 * the system tests; those of rotations are there only where something has gone wrong.
 */
class AlertsTest {
    private static final Path RULES = Path.of("../deploy/observability/alerts/rotation.yaml");
    private static final Path DASHBOARD = Path.of("../deploy/observability/grafana/ota-lite.json");
    private static final Pattern METRIC = Pattern.compile("\\bota_(?:rotations|restarts|credential|schedules)_[a-z_]+");
    private static final Pattern STATE = Pattern.compile("ota_rotations_[a-z_]+\\{(?:state|outcome)!?=\"([a-z_]+)\"");
    private static final Pattern GROUPED = Pattern.compile("by \\(([a-z_, ]+)\\)");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void everyMetricOfARuleOrOfTheDashboardIsMeasured() throws IOException {
        // Given
        var measured = scraped();

        // When
        var used = Stream.concat(expressions(RULES), expressions(DASHBOARD))
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(MatchResult::group)
                .toList();

        // Then
        assertThat(used)
                .hasSizeGreaterThan(12)
                .allSatisfy(metric -> assertThat(measured).containsPattern("(?m)^" + metric + "[ {]"));
    }

    @Test
    void everyStateOfARuleIsOne() throws IOException {
        // Given
        var restarts = Arrays.stream(RestartTask.State.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT));
        var states = Stream.concat(states(State.class), restarts).collect(Collectors.toSet());

        // When
        var used = expressions(RULES)
                .flatMap(expression -> STATE.matcher(expression).results())
                .map(found -> found.group(1))
                .toList();

        // Then
        assertThat(used).contains("draining", "failed", "rolled_back");
        assertThat(states).containsAll(used);
    }

    @Test
    void everyLabelOfARuleIsThere() throws IOException {
        // Given
        var measured = scraped();

        // When
        var used = expressions(RULES)
                .flatMap(expression -> GROUPED.matcher(expression).results())
                .flatMap(found -> Arrays.stream(found.group(1).split(", ", -1)))
                .toList();

        // Then
        assertThat(used)
                .contains("entry", "state")
                .allSatisfy(label -> assertThat(measured).contains(label + "=\""));
    }

    /** JSON is YAML. */
    private static Stream<String> expressions(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(file.toFile()).findValuesAsText("expr").stream();
    }

    /** The names of all states, as metrics have them. */
    private static Stream<String> states(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(AlertsTest::states)
                : Stream.of(type.getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT));
    }

    /** What Prometheus is given where there is something of everything. */
    private String scraped() {
        var world = new TestWorld(clock);
        world.with("""
                {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: key, uid: uid-1}, stringData: {
                 key.json: '{"private_key_id": "key-0", "client_email": "backup@example"}'}}""");
        world.world()
                .put(new GoogleKey(
                        new ObjectRef(Kinds.GOOGLE_KEY, "backup@example", "key-0"),
                        new Meta("key-0", "", Optional.of(NOW), false, List.of(), Map.of()),
                        "project",
                        false,
                        Optional.of(NOW.plusSeconds(60)),
                        "GOOGLE_PROVIDED"));
        var credentials = new Credentials(world.world(), new Subjects(world.world()));
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new RotationGauges(registry, credentials, new OneOfEach(), schedules(credentials), clock).refresh();
        RestartMetrics.register(registry, () -> Counts.NONE, clock);
        new RestartMetrics(registry, new MessagingMetrics(registry, Map.of())).setAside();
        return registry.scrape();
    }

    private Schedules schedules(Credentials credentials) {
        return new Schedules(
                credentials,
                new OneOfEach(),
                wish -> {
                    throw new AssertionError("Nobody may begin " + wish);
                },
                () -> false,
                new Schedules.Limits(Duration.ofHours(1), Duration.ofDays(3), clock));
    }

    private static final class OneOfEach implements RotationSummaries {
        @Override
        public List<Past> pasts() {
            return List.of();
        }

        @Override
        public Totals totals() {
            return new Totals(
                    Map.of("DRAINING", new Open(1, NOW, 1, Optional.of(NOW))),
                    Map.of("FAILED", 1L),
                    Map.of("FAILED", 1L));
        }
    }
}
