package io.otalite.emulator.cluster.kubelet.process;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A line of a {@link ContainerLog}, or a piece of a long one.
 *
 * @param time when it came, as it is in the file
 * @param isPiece the line goes on in the next one, perhaps within a character
 * @param raw each char is one byte of what was written
 */
record LogLine(String time, boolean isPiece, String raw) {

    /** @param line as it is in the file, a char for each byte */
    static LogLine parse(String line) {
        var afterTime = line.indexOf(' ');
        return new LogLine(
                line.substring(0, afterTime), line.charAt(afterTime + 1) == 'P', line.substring(afterTime + 3));
    }

    byte[] bytes() {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    boolean isBefore(Instant instant) {
        return Instant.parse(time).isBefore(instant);
    }
}
