package io.otalite.emulator.cluster.kubelet.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One file of a {@link ContainerLog} that is read while it grows; it can be read to its end even if it is gone. */
final class OpenLogFile implements AutoCloseable {
    private final int number;
    private final InputStream in;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    OpenLogFile(int number, InputStream in) {
        this.number = number;
        this.in = new BufferedInputStream(in);
    }

    int number() {
        return number;
    }

    /** The next line; empty when there is no whole one now. */
    Optional<LogLine> next() throws IOException {
        for (var next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                var line = unfinished.toString(StandardCharsets.ISO_8859_1);
                unfinished.reset();
                return Optional.of(LogLine.parse(line));
            }
            unfinished.write(next);
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
