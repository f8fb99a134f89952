package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.restart.Health.Healthy;
import io.otalite.rotation.restart.Health.Unhealthy;
import io.otalite.rotation.restart.Health.Watching;
import io.otalite.rotation.restart.Sight.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a workload becomes healthy, and stays so for a whole window: one look that finds it ready proves nothing. The window
 * begins when all pods of the template in force are there and ready. From then on they have to be the same ones, not one container may
 * have ended, and none may have been unready, be it between two looks: what a pod says of its past is compared, not only what it is.
 *
 * <p>Time goes on only as far as what is seen is confirmed: of a watch that died nobody hears for a while, and a picture that stands still
 * is neither healthy nor late. What nobody looked at for a while is not known, so that the window begins anew after a gap, and with
 * another template. It goes on when another number of pods is wanted, as of a workload that follows its load, with those that stay: one
 * that is there throughout shows as much. Not thread-safe.
 */
final class HealthWatch {
    private final Terms terms;
    private @Nullable Instant last;
    private @Nullable Instant awaitedSince;
    private @Nullable Window window;
    private int progress;

    /**
     * What is asked for.
     *
     * @param rotation which rotation the template must be stamped with; empty when any template will do
     * @param window how long it must be healthy
     * @param readyWithin for how long nothing may come of it before that: a large one takes its time, pod by pod
     * @param longestGap between two looks
     */
    record Terms(Optional<String> rotation, Duration window, Duration readyWithin, Duration longestGap) {}

    /**
     * What has to stay so.
     *
     * @param pods each as it was when it was seen ready first
     * @param first those of them that are there since the beginning
     * @param resized since when it has not had as many pods as are wanted by now
     */
    private record Window(
            Instant since,
            String revision,
            int wanted,
            Map<String, Pod> pods,
            Set<String> first,
            Optional<Instant> resized) {}

    HealthWatch(Terms terms) {
        this.terms = terms;
    }

    /** What was seen is not known to be so any more. */
    void forget() {
        last = null;
        awaitedSince = null;
        window = null;
        progress = 0;
    }

    /** Takes what is seen now, later than what was taken before. */
    Health observe(Seen seen) {
        if (last != null && isGap(last, seen.at())) {
            forget();
        }
        last = seen.at();
        var open = window;
        if (open == null || !open.revision().equals(seen.revision())) {
            return begin(seen);
        }
        return open.wanted() == seen.wanted() && open.resized().isEmpty() ? compare(open, seen) : resize(open, seen);
    }

    private Health begin(Seen seen) {
        if (window != null) {
            forget();
            last = seen.at();
        }
        return await(seen);
    }

    /** A clock that was set is a gap, too: nobody knows how long it was. */
    private boolean isGap(Instant before, Instant now) {
        return now.isBefore(before) || Duration.between(before, now).compareTo(terms.longestGap()) > 0;
    }

    private Health await(Seen seen) {
        var since = awaited(seen);
        var isStamped = terms.rotation()
                .filter(rotation -> !rotation.equals(seen.rollout().rotation()))
                .isEmpty();
        if (isStamped && seen.isComplete() && Symptoms.first(seen).isEmpty()) {
            var pods = byUid(seen);
            window = new Window(
                    seen.at(), seen.revision(), seen.wanted(), pods, Set.copyOf(pods.keySet()), Optional.empty());
            return compare(window, seen);
        }
        var progress = seen.rollout().progress();
        if (isStamped && progress.observed() && progress.isLate()) {
            return new Unhealthy("Kubernetes gave its rollout up (ProgressDeadlineExceeded): " + Symptoms.worst(seen));
        }
        if (Duration.between(since, seen.confirmed()).compareTo(terms.readyWithin()) >= 0) {
            return new Unhealthy(
                    "it is not ready after %s: %s".formatted(words(terms.readyWithin()), unready(isStamped, seen)));
        }
        return new Watching("it becomes ready");
    }

    /** Since when nothing has come of it. A pod that is ready for the second time is no progress. */
    private Instant awaited(Seen seen) {
        var ready = seen.pods().stream().filter(pod -> pod.health().ready()).count();
        var now = seen.rollout().progress().updated() + (int) ready;
        var since = awaitedSince;
        if (since == null || now > progress) {
            since = seen.at();
            progress = now;
        }
        awaitedSince = since;
        return since;
    }

    private static String unready(boolean isStamped, Seen seen) {
        return isStamped
                ? Symptoms.worst(seen)
                : "its template does not have the id of the rotation; somebody writes another one";
    }

    /** Until there are as many as wanted, only those that were there already are compared. */
    private Health resize(Window open, Seen seen) {
        var now = byUid(seen);
        var pods = new HashMap<>(open.pods());
        pods.keySet().retainAll(now.keySet());
        var first = new HashSet<>(open.first());
        first.retainAll(pods.keySet());
        if (first.isEmpty()) {
            return begin(seen);
        }
        var trouble = Symptoms.since(pods, seen.only(pods.keySet()));
        if (trouble.isPresent()) {
            return unhealthy(open, seen, trouble.get());
        }
        var isComplete = seen.isComplete() && Symptoms.first(seen).isEmpty();
        var since = open.resized().orElse(seen.at());
        if (isComplete) {
            now.forEach(pods::putIfAbsent);
        }
        window = new Window(
                open.since(),
                open.revision(),
                seen.wanted(),
                pods,
                first,
                isComplete ? Optional.empty() : Optional.of(since));
        if (isComplete) {
            return compare(window, seen);
        }
        return Duration.between(since, seen.confirmed()).compareTo(terms.readyWithin()) >= 0
                ? new Unhealthy("it was scaled and is not ready after %s: %s"
                        .formatted(words(terms.readyWithin()), Symptoms.worst(seen)))
                : new Watching("it is scaled");
    }

    private static Health unhealthy(Window open, Seen seen, String trouble) {
        var after = Duration.between(open.since(), seen.at());
        return new Unhealthy("it was healthy for less than %s: %s".formatted(words(after), trouble));
    }

    private static Map<String, Pod> byUid(Seen seen) {
        return seen.pods().stream().collect(Collectors.toMap(HealthWatch::uid, Function.identity()));
    }

    private Health compare(Window open, Seen seen) {
        var trouble = Symptoms.since(open.pods(), seen);
        if (trouble.isPresent()) {
            return unhealthy(open, seen, trouble.get());
        }
        if (!seen.isComplete()) {
            return new Unhealthy("it was healthy and is not any more: " + Symptoms.worst(seen));
        }
        if (seen.wanted() == 0) {
            return new Healthy(Instant.MIN, List.of("it wants no pods, so nothing runs that could use the key"));
        }
        var watched = Duration.between(open.since(), seen.confirmed());
        return watched.compareTo(terms.window()) >= 0
                ? new Healthy(oldest(seen), evidence(open, watched))
                : new Watching("it stays healthy");
    }

    private static List<String> evidence(Window open, Duration watched) {
        var pods = open.pods().values().stream()
                .filter(pod -> open.first().contains(uid(pod)))
                .map(pod -> pod.ref().name())
                .sorted()
                .collect(Collectors.joining(", "));
        return List.of("the same %d pods were ready from %s for %s, and no container ended: %s"
                .formatted(open.first().size(), open.since().truncatedTo(ChronoUnit.SECONDS), words(watched), pods));
    }

    private static Instant oldest(Seen seen) {
        return seen.pods().stream()
                .map(Pod::meta)
                .map(Meta::created)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    static String uid(Pod pod) {
        return pod.meta().uid();
    }

    private static String words(Duration span) {
        return span.toSeconds() + " s";
    }
}
