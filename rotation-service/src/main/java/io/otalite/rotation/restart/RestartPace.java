package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Rollout.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long things take.
 *
 * @param canaryWindow as {@link RestartsConfig#canaryWindow()}
 * @param window as {@link RestartsConfig#window()}
 * @param readyWithin as {@link RestartsConfig#readyWithin()}
 * @param useDeadline as {@link RestartsConfig#useDeadline()}
 * @param look between two looks at a workload
 */
public record RestartPace(
        Optional<Duration> canaryWindow,
        Duration window,
        Optional<Duration> readyWithin,
        Duration useDeadline,
        Duration look) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A workload that only has to show yet that it uses its key is looked at less often, and the issuer is asked less often still. */
    private static final int IDLE_LOOKS = 10;

    private static final int LOOKS_PER_QUESTION = 60;
    private static final int LOOKS_PER_GAP = 25;

    public static RestartPace of(RestartsConfig config) {
        return new RestartPace(
                config.canaryWindow(), config.window(), config.readyWithin(), config.useDeadline(), SECOND);
    }

    Duration idleLook() {
        return look.multipliedBy(IDLE_LOOKS);
    }

    Duration question() {
        return look.multipliedBy(LOOKS_PER_QUESTION);
    }

    /** After which what has happened meanwhile is not known. */
    Duration longestGap() {
        return look.multipliedBy(LOOKS_PER_GAP);
    }

    /** How long a workload has to stay healthy. */
    Duration window(Limits limits, boolean isLast) {
        var canary = canaryWindow.orElseGet(
                () -> Stream.of(SHORTEST, limits.readiness().multipliedBy(3), limits.minReady())
                        .max(Duration::compareTo)
                        .orElse(SHORTEST));
        return isLast && window.compareTo(canary) > 0 ? window : canary;
    }

    Duration readyWithin(Limits limits) {
        return readyWithin.orElse(limits.progress());
    }
}
