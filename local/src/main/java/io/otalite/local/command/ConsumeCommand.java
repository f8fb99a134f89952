package io.otalite.local.command;

import io.otalite.local.kafka.TopicReader;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the events of a topic. */
@Command(
        name = "consume",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the records of a topic as they come.",
            "It goes on until Ctrl-C, --max or --timeout. It belongs to no consumer group and disturbs nobody."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:--max was given and fewer came in time.", "3:No system runs, or no such topic."})
public final class ConsumeCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(paramLabel = "TOPIC", description = "For instance ota.targets.published.v1.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Shows what is there already, too.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Ends after this many records.")
    private int max = Integer.MAX_VALUE;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Ends when nothing came for so long.")
    private @Nullable Integer timeout;

    @Option(names = "--json", description = "Shows each record as one line of JSON.")
    private boolean json;

    @Mixin
    private StateOption state = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        var bootstrap = state.running().endpoints().kafka();
        try (var reader =
                fromBeginning ? TopicReader.fromBeginning(bootstrap, topic) : TopicReader.fromNow(bootstrap, topic)) {
            var shown = show(reader);
            return shown >= max || max == Integer.MAX_VALUE ? ExitCode.DONE : ExitCode.DID_NOT_HOLD;
        }
    }

    private int show(TopicReader reader) {
        var out = command.commandLine().getOut();
        var format = json ? ReceivedFormat.JSON : ReceivedFormat.TEXT;
        var shown = 0;
        var lastCame = System.nanoTime();
        while (shown < max && !isOver(lastCame)) {
            for (var received : reader.poll(POLL)) {
                if (shown < max) {
                    out.println(format.of(received));
                    shown++;
                }
                lastCame = System.nanoTime();
            }
            out.flush();
        }
        return shown;
    }

    private boolean isOver(long lastCame) {
        return timeout != null
                && System.nanoTime() - lastCame > Duration.ofSeconds(timeout).toNanos();
    }
}
