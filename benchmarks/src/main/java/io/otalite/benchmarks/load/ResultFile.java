package io.otalite.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** The results for a program: everything that was measured, how, and on what machine. One file is one measurement. */
public final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Instant began;
    private final double loadBefore;

    private ResultFile(Path file, Instant began) {
        this.file = file;
        this.began = began;
        this.loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /**
     * Takes the name {@code date-name.json} in this folder, before anything is measured.
     *
     * @throws LoadException when there is a file of that name already: results are not overwritten
     */
    public static ResultFile reserve(Path folder, String name, Instant began) {
        var file = folder.resolve(began.atOffset(ZoneOffset.UTC).toLocalDate() + "-" + name + ".json");
        if (Files.exists(file)) {
            throw new LoadException(file + " exists; choose another name with --name");
        }
        return new ResultFile(file, began);
    }

    public Path path() {
        return file;
    }

    /** Writes the file. */
    public void write(LoadSettings settings, Results results) {
        var json = json(settings(settings), results);
        results.drainRatio().ifPresent(ratio -> json.put("archiveToPlainLoop", ratio));
        write(json);
    }

    /** Writes the file of a measurement that has settings and results of its own; both become JSON as they are. */
    public void write(Map<String, ?> settings, Object results) {
        write(json(JSON.valueToTree(settings), results));
    }

    private ObjectNode json(ObjectNode settings, Object results) {
        var json = JSON.createObjectNode();
        json.put("began", began.toString());
        // What else the machine did: a measurement on a busy machine says little.
        json.put("loadAverageBefore", loadBefore);
        json.set("machine", JSON.valueToTree(machine()));
        json.set("settings", settings);
        json.set("results", JSON.valueToTree(results));
        return json;
    }

    private void write(ObjectNode json) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(json) + System.lineSeparator(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new LoadException("The results cannot be written to " + file, e);
        }
    }

    private static ObjectNode settings(LoadSettings settings) {
        return JSON.createObjectNode()
                .put("factories", settings.factories())
                .put("targets", settings.targets())
                .put("largeTargets", settings.largeTargets())
                .put("clients", settings.clients())
                .put("warmUpSeconds", seconds(settings.warmUp()))
                .put("measuredSeconds", seconds(settings.measured()))
                .put("seed", settings.seed());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Map<String, Object> machine() {
        var machine = new TreeMap<String, Object>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("architecture", System.getProperty("os.arch"));
        machine.put("java", Runtime.version().toString());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            machine.put("memoryBytes", system.getTotalMemorySize());
        }
        return machine;
    }
}
