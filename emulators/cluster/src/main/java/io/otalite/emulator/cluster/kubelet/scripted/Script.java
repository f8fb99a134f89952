package io.otalite.emulator.cluster.kubelet.scripted;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a container does, by the annotations {@code emulator.ota-lite.io/…} of its pod; one that is written
 * {@code emulator.ota-lite.io/CONTAINER.…} is for that container only and goes before. Without any it runs until it is
 * stopped, and every probe passes.
 *
 * @param readyAfter {@code ready-after}: probes fail before
 * @param unhealthyAfter {@code unhealthy-after}: probes fail from then on
 * @param exitAfter {@code exit-after}: it ends by itself with {@code exit-code}, 0 unless said otherwise
 * @param crashAfter {@code crash-after}: as {@code exit-after}, but the code is 1 unless said otherwise
 * @param crashTimes {@code crash-times}: so many runs end by {@code crash-after}; all unless said
 * @param exitCode {@code exit-code}; 137 is shown as {@code OOMKilled}
 * @param requiredVariable {@code require-env}: without that variable it ends at once with 1
 * @param ignoresTerm {@code ignore-sigterm}: it ends only when it is killed
 * @param stopTakes {@code stop-takes}: from SIGTERM to its end
 * @param line {@code log}: what it writes at its start
 */
record Script(
        Duration readyAfter,
        Optional<Duration> unhealthyAfter,
        Optional<Duration> exitAfter,
        Optional<Duration> crashAfter,
        int crashTimes,
        Optional<Integer> exitCode,
        Optional<String> requiredVariable,
        boolean ignoresTerm,
        Duration stopTakes,
        Optional<String> line) {
    private static final String PREFIX = "emulator.ota-lite.io/";
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

    /** @throws IllegalArgumentException for a value that is none */
    static Script of(String container, Map<String, String> annotations) {
        var read = new Reader(container, annotations);
        return new Script(
                read.duration("ready-after").orElse(Duration.ZERO),
                read.duration("unhealthy-after"),
                read.duration("exit-after"),
                read.duration("crash-after"),
                read.text("crash-times").map(Integer::parseInt).orElse(Integer.MAX_VALUE),
                read.text("exit-code").map(Integer::parseInt),
                read.text("require-env"),
                read.text("ignore-sigterm").filter("true"::equals).isPresent(),
                read.duration("stop-takes").orElse(Duration.ZERO),
                read.text("log"));
    }

    /** When a run ends by itself, counted from its start. */
    Optional<Duration> endsAfter(int run) {
        return run < crashTimes && crashAfter.isPresent() ? crashAfter : exitAfter;
    }

    /** With which code a run ends by itself. */
    int endsWith(int run) {
        var isCrash = run < crashTimes && crashAfter.isPresent();
        return isCrash || crashAfter.isEmpty() ? exitCode.orElse(isCrash ? 1 : 0) : 0;
    }

    private record Reader(String container, Map<String, String> annotations) {

        Optional<String> text(String name) {
            return Optional.ofNullable(annotations.get(PREFIX + container + "." + name))
                    .or(() -> Optional.ofNullable(annotations.get(PREFIX + name)));
        }

        Optional<Duration> duration(String name) {
            return text(name).map(Script::duration);
        }
    }

    private static Duration duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"%s\" is no duration such as 500ms, 5s, 2m or 1h".formatted(text));
        }
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
