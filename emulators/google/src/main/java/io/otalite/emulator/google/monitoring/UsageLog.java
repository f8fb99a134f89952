package io.otalite.emulator.google.monitoring;

import io.otalite.emulator.google.disk.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file behind a {@link UsageHistory}: a line for each use, put together into one a point now and then. A line is written
 * without being forced to the disk: it survives a kill of the emulator, which is what a drill does, at no cost to the use.
 */
final class UsageLog {
    private static final int FIELDS = 5;

    private final Path directory;
    private final Path file;
    private int appended;

    UsageLog(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("usage.log");
    }

    /** Lines since the file was last put together. */
    int appended() {
        return appended;
    }

    /** All lines in their order; a last one that a kill has torn is none. */
    List<UsagePoint> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var text = Files.readString(file, StandardCharsets.US_ASCII);
        var points = new ArrayList<UsagePoint>();
        for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            points.add(point(line));
        }
        return points;
    }

    private UsagePoint point(String line) throws IOException {
        var fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IOException("%s holds a line that is no use of a key".formatted(file));
        }
        try {
            return new UsagePoint(
                    new UsageSeries(fields[0], fields[1]),
                    Instant.ofEpochMilli(Long.parseLong(fields[2])),
                    Instant.ofEpochMilli(Long.parseLong(fields[3])),
                    Long.parseLong(fields[4]));
        } catch (NumberFormatException e) {
            throw new IOException("%s holds a line that is no use of a key".formatted(file), e);
        }
    }

    void append(UsagePoint use) throws IOException {
        Files.writeString(
                file, line(use), StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        appended++;
    }

    void replace(Collection<UsagePoint> points) throws IOException {
        var text = points.stream().map(UsageLog::line).collect(Collectors.joining());
        DurableFiles.replace(file, directory, text.getBytes(StandardCharsets.US_ASCII));
        appended = 0;
    }

    private static String line(UsagePoint point) {
        return "%s %s %d %d %d\n"
                .formatted(
                        point.series().uniqueId(),
                        point.series().keyId(),
                        point.start().toEpochMilli(),
                        point.end().toEpochMilli(),
                        point.count());
    }
}
