package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.PodHealth.Container;
import io.otalite.rotation.observation.PodHealth.Ending;
import io.otalite.rotation.restart.Sight.Seen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What ails pods, in words that say where to look. */
final class Symptoms {
    private static final Set<String> BAD = Set.of(
            "CrashLoopBackOff",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "ErrImagePull",
            "ImagePullBackOff",
            "ErrImageNeverPull",
            "InvalidImageName");

    private Symptoms() {}

    /** The first thing that no healthy pod has: a container that cannot run, or a pod that is not ready. */
    static Optional<String> first(Seen seen) {
        return seen.pods().stream()
                .flatMap(pod -> Stream.concat(cannotRun(pod).stream(), unready(pod).stream()))
                .findFirst();
    }

    /** What tells most about why a workload is not healthy. */
    static String worst(Seen seen) {
        var pods = seen.pods();
        return pods.stream()
                .flatMap(pod -> cannotRun(pod).stream())
                .findFirst()
                .or(() -> pods.stream().flatMap(pod -> crashed(pod).stream()).findFirst())
                .or(() -> seen.rollout().progress().trouble())
                .or(() -> pods.stream().flatMap(pod -> unready(pod).stream()).findFirst())
                .orElseGet(() -> "%d of %d pods are there and available"
                        .formatted(seen.rollout().progress().available(), seen.wanted()));
    }

    /** What has happened to pods that were all well. */
    static Optional<String> since(Map<String, Pod> before, Seen seen) {
        var now = seen.pods();
        return now.stream()
                .flatMap(pod -> since(Optional.ofNullable(before.get(HealthWatch.uid(pod))), pod).stream())
                .findFirst()
                .or(() -> vanished(before, now));
    }

    private static Optional<String> since(Optional<Pod> before, Pod now) {
        if (before.isEmpty()) {
            return Optional.of(
                    "pod %s came in the place of another".formatted(now.ref().name()));
        }
        var earlier = before.get().health();
        var containers = now.health().containers();
        for (var container : containers) {
            var was = named(earlier.containers(), container.name());
            if (was.isEmpty()
                    || container.restarts() != was.get().restarts()
                    || !container.ending().equals(was.get().ending())) {
                return Optional.of(words(now, container));
            }
        }
        if (now.health().ready() && !now.health().readySince().equals(earlier.readySince())) {
            return Optional.of(
                    "pod %s was not ready for a moment".formatted(now.ref().name()));
        }
        return cannotRun(now).or(() -> unready(now));
    }

    private static Optional<Container> named(List<Container> containers, String name) {
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    private static Optional<String> vanished(Map<String, Pod> before, List<Pod> now) {
        return before.values().stream()
                .filter(pod -> now.stream().map(HealthWatch::uid).noneMatch(HealthWatch.uid(pod)::equals))
                .findFirst()
                .map(pod -> "pod %s is gone".formatted(pod.ref().name()));
    }

    private static Optional<String> cannotRun(Pod pod) {
        return pod.health().containers().stream()
                .filter(container -> container.waiting().filter(BAD::contains).isPresent())
                .findFirst()
                .map(container -> words(pod, container));
    }

    private static Optional<String> crashed(Pod pod) {
        return pod.health().containers().stream()
                .filter(container -> container
                        .ending()
                        .filter(ending -> ending.exitCode() != 0)
                        .isPresent())
                .findFirst()
                .map(container -> words(pod, container));
    }

    private static Optional<String> unready(Pod pod) {
        return pod.health().ready()
                ? Optional.empty()
                : Optional.of("pod %s is not ready".formatted(pod.ref().name()));
    }

    private static String words(Pod pod, Container container) {
        var words =
                new StringBuilder("pod %s, container %s: ".formatted(pod.ref().name(), container.name()));
        words.append(container
                .waiting()
                .or(() -> container.ending().map(Ending::reason).filter(reason -> !reason.isEmpty()))
                .orElse("ended"));
        if (!container.detail().isEmpty()) {
            words.append(": ").append(container.detail());
        }
        container.ending().ifPresent(ending -> words.append(", exit code ").append(ending.exitCode()));
        if (container.restarts() > 0) {
            words.append(
                    ", %d restart%s of this pod".formatted(container.restarts(), container.restarts() == 1 ? "" : "s"));
        }
        return words.toString();
    }
}
