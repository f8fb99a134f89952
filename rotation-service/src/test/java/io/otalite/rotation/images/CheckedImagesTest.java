package io.otalite.rotation.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.images.ImageCheck.Absent;
import io.otalite.rotation.images.ImageCheck.Denied;
import io.otalite.rotation.images.ImageCheck.Present;
import io.otalite.rotation.images.ImageCheck.Unreachable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckedImagesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CheckPace PACE = new CheckPace(Duration.ofMinutes(5), Duration.ofSeconds(15), 8, 100);
    private static final ImageQuestion APP = new ImageQuestion("ghcr.io/team/app:1", List.of("shop/pull"));

    private final MutableClock clock = new MutableClock(START);
    private final Map<String, byte[]> secrets = new HashMap<>(Map.of("shop/pull", pullSecret("old")));
    private final List<String> asked = new ArrayList<>();
    private final List<ImageQuestion> changes = new ArrayList<>();
    private ImageCheck answer = new Present("sha256:1");
    private final CheckedImages images = new CheckedImages(
            this::ask, secret -> Optional.ofNullable(secrets.get(secret)), PACE, clock, Runnable::run, changes::add);

    private ImageCheck ask(ImageName image, List<PullCredentials> credentials) {
        asked.add(image + " with "
                + credentials.stream()
                        .flatMap(secret -> secret.logins().stream())
                        .map(PullCredentials.Login::user)
                        .toList());
        return answer;
    }

    @Test
    void aWantedImageIsAskedForAtOnceAndThenEveryInterval() {
        // When
        images.want(Set.of(APP));
        images.checkDue();
        var afterTheFirst = asked.size();
        pass(PACE.interval().minusMillis(1));
        var beforeTheInterval = asked.size();
        pass(Duration.ofMillis(1));

        // Then
        assertThat(afterTheFirst).isEqualTo(1);
        assertThat(beforeTheInterval).isEqualTo(1);
        assertThat(asked).hasSize(2);
        assertThat(images.latest(APP))
                .contains(new CheckedImage(
                        new Present("sha256:1"),
                        START.plus(PACE.interval()),
                        START,
                        Optional.of(START.plus(PACE.interval())),
                        List.of()));
    }

    @Test
    void anAnswerHasAnAge() {
        // Given
        images.want(Set.of(APP));

        // When
        clock.pass(Duration.ofMinutes(2));

        // Then
        assertThat(images.latest(APP).orElseThrow().age(clock.instant())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theListenerHearsOfChangesOnly() {
        // Given
        images.want(Set.of(APP));
        pass(PACE.interval());
        var atFirst = List.copyOf(changes);

        // When
        answer = new Present("sha256:2");
        pass(PACE.interval());
        answer = new Unreachable("one reason");
        pass(PACE.interval());
        answer = new Unreachable("another reason");
        pass(PACE.interval());
        answer = new Absent("gone");
        pass(PACE.interval());

        // Then
        assertThat(atFirst).containsExactly(APP);
        assertThat(changes).containsExactly(APP, APP, APP, APP);
    }

    @Test
    void aSilentRegistryDoesNotEraseWhenTheImageWasLastSeen() {
        // Given
        images.want(Set.of(APP));

        // When
        answer = new Unreachable("silent");
        pass(PACE.interval());

        // Then
        var latest = images.latest(APP).orElseThrow();
        assertThat(latest.check()).isEqualTo(answer);
        assertThat(latest.lastPresent()).contains(START);
        assertThat(latest.since()).isEqualTo(START.plus(PACE.interval()));
    }

    @Test
    void troubleIsLookedAtSoonerAndThenMoreAndMoreRarely() {
        // Given
        answer = new Unreachable("silent");
        images.want(Set.of(APP));

        // When
        var pauses = new ArrayList<Duration>();
        for (var i = 0; i < 7; i++) {
            var before = asked.size();
            var pause = Duration.ZERO;
            while (asked.size() == before) {
                pass(Duration.ofSeconds(15));
                pause = pause.plusSeconds(15);
            }
            pauses.add(pause);
        }

        // Then
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(15L, 30L, 60L, 120L, 240L, 300L, 300L);
    }

    @Test
    void absenceIsLookedAtSoonerAndDenialIsNot() {
        // Given
        var other = new ImageQuestion("ghcr.io/team/other:1", List.of());
        answer = new Absent("gone");
        images.want(Set.of(APP));
        answer = new Denied("no");
        images.want(Set.of(APP, other));
        asked.clear();

        // When
        pass(PACE.soonest());

        // Then
        assertThat(asked).containsExactly("ghcr.io/team/app:1 with [old]");
    }

    @Test
    void theSecretIsReadAtEveryCheck() {
        // Given
        images.want(Set.of(APP));
        secrets.put("shop/pull", pullSecret("new"));

        // When
        pass(PACE.interval());

        // Then
        assertThat(asked).containsExactly("ghcr.io/team/app:1 with [old]", "ghcr.io/team/app:1 with [new]");
    }

    @Test
    void secretsThatCannotBeUsedAreNamedAndLeftOut() {
        // Given
        secrets.put("shop/broken", "{".getBytes(StandardCharsets.UTF_8));
        var question = new ImageQuestion("app", List.of("shop/none", "shop/broken", "shop/pull"));

        // When
        images.want(Set.of(question));

        // Then
        assertThat(asked).containsExactly("docker.io/library/app:latest with [old]");
        assertThat(images.latest(question).orElseThrow().notes())
                .containsExactly("shop/none: there is no such pull secret", "shop/broken: The pull secret is no JSON");
    }

    @Test
    void aClusterThatDoesNotGiveTheSecretLeavesTheImageUnknown() {
        // Given
        var unread = new CheckedImages(
                this::ask,
                _ -> {
                    throw new IllegalStateException("The cluster does not answer");
                },
                PACE,
                clock,
                Runnable::run,
                changes::add);

        // When
        unread.want(Set.of(APP));

        // Then
        assertThat(asked).isEmpty();
        assertThat(unread.latest(APP).orElseThrow().check()).isInstanceOf(Unreachable.class);
    }

    @Test
    void aCheckThatFailsLeavesTheImageUnknownAndIsRepeated() {
        // Given
        var calls = new AtomicInteger();
        var failing = new CheckedImages(
                (_, _) -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("A fault of ours");
                    }
                    return answer;
                },
                _ -> Optional.empty(),
                PACE,
                clock,
                Runnable::run,
                changes::add);

        // When
        failing.want(Set.of(APP));
        var first = failing.latest(APP).orElseThrow().check();
        clock.pass(PACE.soonest());
        failing.checkDue();

        // Then
        assertThat(first).isInstanceOf(Unreachable.class);
        assertThat(failing.latest(APP).orElseThrow().check()).isEqualTo(answer);
    }

    @Test
    void aMalformedReferenceIsAbsentAndNobodyIsAsked() {
        // Given
        var question = new ImageQuestion("No Image", List.of());

        // When
        images.want(Set.of(question));

        // Then
        assertThat(asked).isEmpty();
        assertThat(images.latest(question).orElseThrow().check()).isInstanceOf(Absent.class);
    }

    @Test
    void whatNobodyWantsIsForgotten() {
        // Given
        images.want(Set.of(APP));

        // When
        images.want(Set.of());
        pass(PACE.interval());

        // Then
        assertThat(images.latest(APP)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatWasForgottenAndIsWantedAgainIsAskedForOnce() {
        // Given
        images.want(Set.of(APP));
        images.want(Set.of());
        images.want(Set.of(APP));

        // When
        pass(PACE.interval());

        // Then
        assertThat(asked).hasSize(3);
    }

    @Test
    void checksThatEndDoNotLookAtEverythingThatIsDue() {
        // Given
        var pace = new CheckPace(Duration.ofMinutes(5), Duration.ofSeconds(15), 1, 20_000);
        var calls = new AtomicInteger();
        var waiting = new ArrayDeque<Runnable>();
        var many = new CheckedImages(
                (_, _) -> {
                    calls.incrementAndGet();
                    return answer;
                },
                _ -> Optional.empty(),
                pace,
                clock,
                waiting::add,
                _ -> {});

        // When
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            many.want(questions(pace.largest()));
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        });

        // Then
        assertThat(calls).hasValue(pace.largest());
    }

    @Test
    void noMoreQuestionsAreKeptThanAllowed() {
        // Given
        images.want(Set.of(APP));
        var all = questions(PACE.largest() + 50);
        all.add(APP);

        // When
        images.want(all);

        // Then
        assertThat(all.stream().filter(question -> images.latest(question).isPresent()))
                .hasSize(PACE.largest())
                .contains(APP);
    }

    @Test
    void noMoreChecksRunAtOnceThanAllowedAndAllGetTheirTurn() {
        // Given
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new Semaphore(0);
        var heard = new CopyOnWriteArrayList<ImageQuestion>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bounded = new CheckedImages(
                    (_, _) -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        go.acquireUninterruptibly();
                        running.decrementAndGet();
                        return answer;
                    },
                    _ -> Optional.empty(),
                    PACE,
                    clock,
                    threads,
                    heard::add);
            bounded.want(questions(50));
            await().untilAsserted(() -> assertThat(running).hasValue(PACE.concurrency()));

            // When
            go.release(50);

            // Then
            await().untilAsserted(() -> assertThat(heard).hasSize(50).doesNotHaveDuplicates());
            assertThat(most).hasValue(PACE.concurrency());
        }
    }

    private void pass(Duration span) {
        clock.pass(span);
        images.checkDue();
    }

    private static Set<ImageQuestion> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new ImageQuestion("ghcr.io/team/app:" + number, List.of()))
                .collect(Collectors.toSet());
    }

    private static byte[] pullSecret(String user) {
        return "{\"auths\": {\"ghcr.io\": {\"username\": \"%s\", \"password\": \"p\"}}}"
                .formatted(user)
                .getBytes(StandardCharsets.UTF_8);
    }
}
