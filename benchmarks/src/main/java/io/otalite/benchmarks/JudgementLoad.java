package io.otalite.benchmarks;

import io.otalite.benchmarks.judgement.JudgementRun;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long the rotation-service's judgement of a large cluster takes, and how much memory. Run it with the heap it may have. */
@Command(
        name = "JudgementLoad",
        mixinStandardHelpOptions = true,
        description = "Measures the judgement of a large cluster, first as a whole and then after one change.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Measured.", "1:A verdict was not what it has to be.", "2:The command line is wrong."})
public final class JudgementLoad implements Callable<Integer> {
    @Option(names = "--workloads", defaultValue = "10000", description = "How many: ${DEFAULT-VALUE}")
    private int workloads;

    @Option(names = "--secrets", defaultValue = "5000", description = "How many: ${DEFAULT-VALUE}")
    private int secrets;

    @Option(names = "--pods", defaultValue = "50000", description = "How many: ${DEFAULT-VALUE}")
    private int pods;

    @Option(
            names = "--changes",
            defaultValue = "50",
            description = "How often the shared Secret is changed: ${DEFAULT-VALUE}")
    private int changes;

    @Spec
    private CommandSpec command = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new JudgementLoad()).execute(arguments));
    }

    @Override
    public Integer call() {
        var run = new JudgementRun(workloads, secrets, pods);
        var out = command.commandLine().getOut();
        run.fill();
        line(out, "read and linked", run.objects() + " objects", run.filled());
        run.judgeAll();
        line(out, "first full judgement", workloads + " workloads", run.judged());
        out.printf(
                "heap after a collection: %d MB of %d MB%n",
                heap(), megabytes(Runtime.getRuntime().maxMemory()));
        run.change(changes);
        out.printf(
                "one changed Secret with %d consumers: median %.1f ms, longest %.1f ms of %d changes%n",
                run.consumers(), run.medianMillis(), run.longestMillis(), changes);
        run.judgeAll();
        line(out, "full judgement again", workloads + " workloads", run.judged());
        return run.verdictsAreRight() ? 0 : 1;
    }

    private static void line(PrintWriter out, String what, String ofWhat, double seconds) {
        out.printf("%s: %s in %.2f s%n", what, ofWhat, seconds);
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return megabytes(runtime.totalMemory() - runtime.freeMemory());
    }

    private static long megabytes(long bytes) {
        return bytes / (1024 * 1024);
    }
}
