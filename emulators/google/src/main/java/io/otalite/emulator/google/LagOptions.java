package io.otalite.emulator.google;

import io.otalite.emulator.google.lag.Lags;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The part of the command line that makes the emulator as late as Google is. */
final class LagOptions {
    @Option(
            names = "--key-propagation-seconds",
            paramLabel = "<seconds>",
            defaultValue = "0",
            description = "How long a key that is created or uploaded is refused as unknown.")
    private long keyPropagation;

    @Option(
            names = "--usage-bucket-seconds",
            paramLabel = "<seconds>",
            defaultValue = "1",
            description = "Length of the intervals in which uses of a key are counted.")
    private long usageBucket;

    @Option(
            names = "--usage-visibility-seconds",
            paramLabel = "<seconds>",
            defaultValue = "0",
            description = "From the end of such an interval until the metric shows it.")
    private long usageVisibility;

    void addProblemsTo(List<String> problems) {
        check(problems, "--key-propagation-seconds", keyPropagation, 0, Lags.LONGEST);
        check(problems, "--usage-bucket-seconds", usageBucket, 1, Lags.LONGEST_BUCKET);
        check(problems, "--usage-visibility-seconds", usageVisibility, 0, Lags.LONGEST);
    }

    private static void check(List<String> problems, String option, long value, long least, Duration most) {
        if (value < least || value > most.toSeconds()) {
            problems.add("%s: %d to %d".formatted(option, least, most.toSeconds()));
        }
    }

    /** To be asked for when there are no problems. */
    Lags lags() {
        return new Lags(
                Duration.ofSeconds(keyPropagation),
                Duration.ofSeconds(usageBucket),
                Duration.ofSeconds(usageVisibility));
    }
}
