package io.otalite.benchmarks.load;

import java.io.PrintWriter;
import java.util.Locale;

/** The results for a person. */
public final class SummaryTable {
    private final PrintWriter out;

    public SummaryTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints all of it. */
    public void print(Results results) {
        line(
                "%n%-16s %9s %7s %11s %9s %7s %8s %8s %8s %8s   %s",
                "publish",
                "factories",
                "targets",
                "pace",
                "published",
                "failed",
                "per s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms");
        results.publishing().forEach(this::publishing);
        line("%n%-16s %9s %8s %8s %8s   %s", "to the archive", "versions", "p50 ms", "p95 ms", "p99 ms", "max ms");
        results.publishing().forEach(this::archiving);
        line("%n%-16s %s", "CPU", "cores in use, on average");
        results.publishing().forEach(this::cpu);
        if (!results.draining().isEmpty()) {
            line("%n%-34s %9s %12s %8s %8s", "backlog", "versions", "s to first", "s", "per s");
            results.draining().forEach(this::draining);
        }
        results.drainRatio().ifPresent(ratio -> line("backup-service in proportion to the plain loop: %.2f", ratio));
        var signing = results.signing();
        if (signing != null) {
            line(
                    "%nCPU of api-service for a publish: %.2f ms, of signing alone: %.2f ms, ratio %.1f",
                    signing.serviceMillis(), signing.signingMillis(), signing.ratio());
        }
        out.flush();
    }

    private void publishing(PublishFigures figures) {
        var latency = figures.publish();
        line(
                "%-16s %9d %7d %11s %9d %7d %8.1f %8.1f %8.1f %8.1f   %.1f",
                figures.run(),
                figures.factories(),
                figures.targets(),
                figures.pace(),
                figures.published(),
                figures.failed(),
                figures.perSecond(),
                latency.p50Millis(),
                latency.p95Millis(),
                latency.p99Millis(),
                latency.maxMillis());
    }

    private void archiving(PublishFigures figures) {
        var latency = figures.archived();
        if (latency.count() > 0) {
            line(
                    "%-16s %9d %8.0f %8.0f %8.0f   %.0f",
                    figures.run(),
                    latency.count(),
                    latency.p50Millis(),
                    latency.p95Millis(),
                    latency.p99Millis(),
                    latency.maxMillis());
        }
    }

    private void cpu(PublishFigures figures) {
        var text = new StringBuilder();
        figures.cpuSeconds()
                .forEach((process, seconds) ->
                        text.append(String.format(Locale.ROOT, "  %s %.2f", process, seconds / figures.seconds())));
        line("%-16s%s", figures.run(), text);
    }

    private void draining(DrainFigures figures) {
        line(
                "%-34s %9d %12.1f %8.1f %8.1f",
                figures.run(), figures.documents(), figures.secondsToFirst(), figures.seconds(), figures.perSecond());
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
