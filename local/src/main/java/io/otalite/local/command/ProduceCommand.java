package io.otalite.local.command;

import io.otalite.events.EventMessage;
import io.otalite.local.kafka.TopicWriter;
import io.otalite.local.system.LocalSystemException;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts one event into a topic, as any other producer would. */
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        description = {
            "Writes one CloudEvent (binary mode) to a topic.",
            "Nothing is checked: what a reader does with a bad event is worth trying. The value comes from --data or",
            "--file; with neither it is empty."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The broker has it.", "3:No system runs, or no such topic, or the broker did not take it."})
public final class ProduceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "For instance ota.targets.published.v1.")
    private String topic = "";

    @Option(names = "--type", required = true, description = "ce_type, for instance io.otalite.TargetsPublished.v1.")
    private String type = "";

    @Option(names = "--key", required = true, description = "The key; it decides the partition. A factory, mostly.")
    private String key = "";

    @Option(
            names = "--header",
            paramLabel = "NAME=TEXT",
            description =
                    "One more header, or another text for one of ce_id, ce_source, ce_time, content-type; repeatable.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @ArgGroup(multiplicity = "0..1")
    private Value value = new Value();

    @Mixin
    private StateOption state = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    static final class Value {
        @Option(names = "--data", paramLabel = "TEXT", description = "The value, as it stands here.")
        private @Nullable String data;

        @Option(names = "--file", description = "A file with the value.")
        private @Nullable Path file;

        Bytes bytes() {
            try {
                return file == null ? Bytes.utf8(data == null ? "" : data) : Bytes.copyOf(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new LocalSystemException("The file " + file + " cannot be read: " + e, e);
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var all = new TreeMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_type",
                type,
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_source",
                "/ota/produce",
                "ce_time",
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                "content-type",
                "application/json"));
        all.putAll(headers);
        var message = new EventMessage(topic, key, all, value.bytes());
        try (var writer = new TopicWriter(state.running().endpoints().kafka())) {
            var at = writer.write(message);
            command.commandLine()
                    .getOut()
                    .printf("Written to %s, partition %d, offset %d.%n", at.topic(), at.partition(), at.offset());
        }
        return ExitCode.DONE;
    }
}
