package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.PodHealth;
import io.otalite.rotation.observation.PodHealth.Container;
import io.otalite.rotation.observation.PodHealth.Ending;
import io.otalite.rotation.observation.Rollout;
import io.otalite.rotation.observation.Rollout.Limits;
import io.otalite.rotation.observation.Rollout.Progress;
import io.otalite.rotation.restart.Health.Healthy;
import io.otalite.rotation.restart.Health.Unhealthy;
import io.otalite.rotation.restart.Health.Watching;
import io.otalite.rotation.restart.HealthWatch.Terms;
import io.otalite.rotation.restart.Sight.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthWatchTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String ROTATION = "r-1";
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final MutableClock clock = new MutableClock(NOON);
    private final HealthWatch watch =
            new HealthWatch(new Terms(Optional.of(ROTATION), WINDOW, Duration.ofSeconds(120), Duration.ofSeconds(15)));

    /** What a test changes of a workload of two pods that is well. */
    private String stamp = ROTATION;

    private String revision = "set-1";
    private int wanted = 2;
    private int available = 2;
    private boolean isLate;
    private Optional<String> trouble = Optional.empty();

    /** Since when the watch is silent. */
    private Optional<Instant> silent = Optional.empty();

    private final List<Pod> pods = new ArrayList<>(List.of(pod("a", wellSince(NOON)), pod("b", wellSince(NOON))));

    @ParameterizedTest(name = "{0}, found {1} s after it was ready")
    @CsvSource(delimiter = '|', textBlock = """
        crash                 | 1  | pod a, container main: Error, exit code 1, 1 restart of this pod
        crash                 | 30 | pod a, container main: Error, exit code 1, 1 restart of this pod
        crash                 | 60 | pod a, container main: Error, exit code 1, 1 restart of this pod
        killed for its memory | 30 | pod a, container main: OOMKilled, exit code 137, 1 restart of this pod
        crash loop            | 30 | pod a, container main: CrashLoopBackOff, exit code 1, 3 restarts of this pod
        ended for good        | 30 | pod a, container main: Completed, exit code 0
        sidecar crashed       | 30 | pod a, container proxy: Error, exit code 2, 1 restart of this pod
        no configuration      | 30 | pod a, container main: CreateContainerConfigError: secret "key" not found
        unready               | 30 | pod a is not ready
        unready for a moment  | 30 | pod a was not ready for a moment
        replaced              | 30 | pod c came in the place of another
        one gone              | 30 | pod a is gone
        unavailable           | 30 | 1 of 2 pods are there and available
        cannot make pods      | 30 | exceeded quota
        """)
    void whatHappensWithinTheWindowIsFound(String event, int second, String reason) {
        // Given
        watch.observe(seen());
        for (var passed = 1; passed < second; passed++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(watch.observe(seen())).isInstanceOf(Watching.class);
        }

        // When
        clock.pass(Duration.ofSeconds(1));
        happens(event);
        var health = watch.observe(seen());

        // Then
        assertThat(health)
                .isInstanceOfSatisfying(
                        Unhealthy.class, found -> assertThat(found.reason()).contains(reason));
    }

    private void happens(String event) {
        var crashed = Optional.of(new Ending("Error", 1, Optional.of(NOON)));
        switch (event) {
            case "crash" -> first(main(1, Optional.empty(), "", crashed));
            case "killed for its memory" ->
                first(main(1, Optional.empty(), "", Optional.of(new Ending("OOMKilled", 137, Optional.empty()))));
            case "crash loop" -> first(main(3, Optional.of("CrashLoopBackOff"), "", crashed));
            case "ended for good" ->
                first(main(0, Optional.empty(), "", Optional.of(new Ending("Completed", 0, Optional.of(NOON)))));
            case "sidecar crashed" ->
                first(new Container(
                        "proxy", 1, Optional.empty(), "", Optional.of(new Ending("Error", 2, Optional.of(NOON)))));
            case "no configuration" ->
                first(main(0, Optional.of("CreateContainerConfigError"), "secret \"key\" not found", Optional.empty()));
            case "unready" -> pods.set(0, pod("a", new PodHealth(false, Optional.of(clock.instant()), containers())));
            case "unready for a moment" -> pods.set(0, pod("a", wellSince(clock.instant())));
            case "replaced" -> pods.set(0, pod("c", wellSince(NOON)));
            case "one gone" -> pods.removeFirst();
            case "unavailable" -> available = 1;
            case "cannot make pods" -> trouble = Optional.of("exceeded quota");
            case "nothing" -> {}
            default -> throw new IllegalArgumentException(event);
        }
    }

    @Test
    void healthyIsWhoWasSoForTheWholeWindow() {
        // Given
        pass(59);

        // When
        clock.pass(Duration.ofSeconds(1));
        var health = watch.observe(seen());

        // Then
        assertThat(health).isInstanceOfSatisfying(Healthy.class, healthy -> {
            assertThat(healthy.podsSince()).isEqualTo(NOON);
            assertThat(healthy.evidence())
                    .containsExactly(
                            "the same 2 pods were ready from 2026-01-01T12:00:00Z for 60 s, and no container ended: a, b");
        });
    }

    /** A crash before the first moment at which all were ready belongs to coming up. */
    @Test
    void whatHappenedBeforeTheWindowCountsNot() {
        // Given
        happens("crash");

        // When
        pass(59);
        clock.pass(Duration.ofSeconds(1));

        // Then
        assertThat(watch.observe(seen())).isInstanceOf(Healthy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gap", "clock set back", "out of sight", "another template", "other pods"})
    void theWindowBeginsAnewAfterA(String interruption) {
        // Given
        pass(50);
        clock.pass(Duration.ofSeconds(1));
        switch (interruption) {
            case "gap" -> clock.pass(Duration.ofSeconds(16));
            case "clock set back" -> clock.pass(Duration.ofHours(-1));
            case "out of sight" -> watch.forget();
            case "another template" -> revision = "set-2";
            default -> {
                wanted = 1;
                available = 1;
                pods.clear();
                pods.add(pod("c", wellSince(NOON)));
            }
        }

        // When
        pass(59);

        // Then
        assertThat(watch.observe(seen())).isInstanceOf(Watching.class);
        clock.pass(Duration.ofSeconds(1));
        assertThat(watch.observe(seen())).isInstanceOf(Healthy.class);
    }

    @Test
    void theWindowGoesOnForThoseThatStayWhenAnotherNumberIsWanted() {
        // Given
        pass(30);
        wanted = 3;
        pass(5);
        pods.add(pod("c", wellSince(clock.instant())));
        available = 3;
        pass(5);
        wanted = 2;
        pods.removeFirst();
        available = 2;

        // When
        pass(19);
        clock.pass(Duration.ofSeconds(1));
        var health = watch.observe(seen());

        // Then
        assertThat(health)
                .isInstanceOfSatisfying(
                        Healthy.class,
                        healthy -> assertThat(healthy.evidence())
                                .containsExactly(
                                        "the same 1 pods were ready from 2026-01-01T12:00:00Z for 60 s, and no container ended: b"));
    }

    @ParameterizedTest(name = "of three wanted there are {0}, and {1} crashes")
    @CsvSource({"3, a", "3, c", "2, a"})
    void whoCrashesWhenAnotherNumberIsWantedIsFound(int there, String name) {
        // Given
        pass(10);
        wanted = 3;
        available = there;
        pods.addAll(there == 3 ? List.of(pod("c", wellSince(clock.instant()))) : List.of());
        pass(20);

        // When
        clock.pass(Duration.ofSeconds(1));
        var crashed = main(1, Optional.empty(), "", Optional.of(new Ending("Error", 1, Optional.of(NOON))));
        var health = new PodHealth(true, Optional.of(NOON), List.of(containers().getFirst(), crashed));
        pods.replaceAll(pod -> pod.ref().name().equals(name) ? pod(name, health) : pod);
        var found = watch.observe(seen());

        // Then
        assertThat(found)
                .isInstanceOfSatisfying(
                        Unhealthy.class,
                        unhealthy ->
                                assertThat(unhealthy.reason()).contains("pod " + name + ", container main: Error"));
    }

    @Test
    void whoIsScaledAndDoesNotBecomeReadyInTimeHasFailed() {
        // Given
        pass(10);
        wanted = 3;
        pass(119);

        // When
        clock.pass(Duration.ofSeconds(1));

        // Then
        assertThat(watch.observe(seen()))
                .isEqualTo(new Unhealthy(
                        "it was scaled and is not ready after 120 s: 2 of 3 pods are there and available"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        crash loop       | it is not ready after 120 s: pod a, container main: CrashLoopBackOff, exit code 1, 3 restarts of this pod
        no configuration | it is not ready after 120 s: pod a, container main: CreateContainerConfigError: secret "key" not found
        cannot make pods | it is not ready after 120 s: exceeded quota
        unready          | it is not ready after 120 s: pod a is not ready
        """)
    void whoDoesNotBecomeReadyInTimeHasFailed(String event, String reason) {
        // Given
        happens(event);
        pass(119);

        // When
        clock.pass(Duration.ofSeconds(1));
        var health = watch.observe(seen());

        // Then
        assertThat(health).isEqualTo(new Unhealthy(reason));
    }

    @Test
    void whoMakesProgressIsWaitedForAndComingAndGoingIsNone() {
        // Given
        wanted = 4;
        happens("unready");
        pass(100);
        pods.add(pod("c", wellSince(NOON)));
        pass(100);
        pods.set(2, pod("c", new PodHealth(false, Optional.of(NOON), containers())));
        pass(10);
        pods.set(2, pod("c", wellSince(NOON)));

        // When
        clock.pass(Duration.ofSeconds(10));
        var health = watch.observe(seen());

        // Then
        assertThat(health).isInstanceOf(Unhealthy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "unready"})
    void aWatchThatIsSilentProvesNeitherHealthNorLateness(String event) {
        // Given
        happens(event);
        pass(10);
        silent = Optional.of(clock.instant());
        pass(200);

        // When
        silent = Optional.empty();
        var health = watch.observe(seen());

        // Then
        assertThat(health).isInstanceOf(event.equals("unready") ? Unhealthy.class : Healthy.class);
    }

    @Test
    void whatKubernetesGaveUpIsNotWaitedFor() {
        // Given
        happens("crash loop");
        isLate = true;

        // When
        var health = watch.observe(seen());

        // Then
        assertThat(health)
                .isInstanceOfSatisfying(
                        Unhealthy.class,
                        found -> assertThat(found.reason())
                                .startsWith("Kubernetes gave its rollout up (ProgressDeadlineExceeded): pod a"));
    }

    /** What the watch shows may be older than the restart. */
    @Test
    void thePodsOfATemplateWithoutTheStampAreNotThoseMeant() {
        // Given
        stamp = "";
        pass(119);

        // When
        clock.pass(Duration.ofSeconds(1));
        var health = watch.observe(seen());

        // Then
        assertThat(health)
                .isInstanceOfSatisfying(
                        Unhealthy.class,
                        found -> assertThat(found.reason()).contains("does not have the id of the rotation"));
    }

    @Test
    void whoWantsNoPodsIsHealthyAtOnce() {
        // Given
        wanted = 0;
        available = 0;
        pods.clear();

        // When
        var health = watch.observe(seen());

        // Then
        assertThat(health)
                .isInstanceOfSatisfying(
                        Healthy.class, found -> assertThat(found.podsSince()).isEqualTo(Instant.MIN));
    }

    /** Looks every second, the first time now. */
    private void pass(int seconds) {
        watch.observe(seen());
        for (var passed = 0; passed < seconds; passed++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(watch.observe(seen())).isInstanceOf(Watching.class);
        }
    }

    private Seen seen() {
        var progress =
                new Progress(true, pods.size(), pods.size(), available, available == wanted, trouble, true, isLate);
        var limits = new Limits(Duration.ofMinutes(10), Duration.ZERO, Duration.ZERO);
        return new Seen(
                clock.instant(),
                silent.orElse(clock.instant()),
                wanted,
                new Rollout(stamp, false, limits, progress),
                revision,
                pods);
    }

    private void first(Container changed) {
        var containers = containers().stream()
                .map(container -> container.name().equals(changed.name()) ? changed : container)
                .toList();
        var ready = changed.waiting().isEmpty();
        pods.set(0, pod("a", new PodHealth(ready, Optional.of(NOON), containers)));
    }

    private static PodHealth wellSince(Instant since) {
        return new PodHealth(true, Optional.of(since), containers());
    }

    private static List<Container> containers() {
        var proxy = new Container("proxy", 0, Optional.empty(), "", Optional.empty());
        return List.of(proxy, main(0, Optional.empty(), "", Optional.empty()));
    }

    private static Container main(int restarts, Optional<String> waiting, String detail, Optional<Ending> ending) {
        return new Container("main", restarts, waiting, detail, ending);
    }

    private static Pod pod(String name, PodHealth health) {
        var meta = new Meta("uid-" + name, "1", Optional.of(NOON), false, List.of(), Map.of());
        return new Pod(new ObjectRef(Kinds.POD, "shop", name), meta, Optional.of(NOON), List.of(), health);
    }
}
