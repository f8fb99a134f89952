package io.otalite.manifests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes that one reading may still take in, over all its files. A file that is read twice counts twice, and so does what a
 * kustomization adds to many objects: a small text must not become a large result.
 */
final class ReadBudget {
    /** More than any sane set of manifests, and little enough to hold in memory several times over. */
    static final long TOTAL = 50L * 1024 * 1024;

    private final long total;
    private long left;

    ReadBudget(long total) {
        this.total = total;
        this.left = total;
    }

    String text(Path file) {
        var bytes = bytes(file);
        return decoded(bytes, file.toString());
    }

    byte[] bytes(Path file) {
        try (var in = Files.newInputStream(file)) {
            return bytes(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new ManifestException(file.toString(), "there is no such file", e);
        } catch (IOException e) {
            throw new ManifestException(file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    String text(InputStream in, String name) {
        try {
            return decoded(bytes(in, name), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(InputStream in, String name) throws IOException {
        var bytes = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE));
        take(bytes.length, name);
        return bytes;
    }

    void take(long bytes, String name) {
        if (bytes > left) {
            throw new ManifestException(
                    name, "with this the manifests have more than %d bytes in total; split them up".formatted(total));
        }
        left -= bytes;
    }

    /** Without the byte order mark, which is no part of the text. */
    private static String decoded(byte[] bytes, String name) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ManifestException(name, "is not UTF-8; save it in that encoding", e);
        }
    }
}
