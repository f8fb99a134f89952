package io.otalite.api.metadata;

import com.github.luben.zstd.Zstd;
import io.otalite.tuf.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A document with the variants in which it is sent; each is made when it is first asked for. Lengths and hashes in
 * metadata are always those of the plain bytes. Thread-safe.
 */
public final class ServedDocument {
    /** Below, a variant saves less than its headers cost. */
    private static final int WORTH_IT = 1400;

    private static final int ZSTD_LEVEL = 6;

    private final Bytes plain;
    private final byte[] bytes;
    private volatile byte @Nullable [] gzip;
    private volatile byte @Nullable [] zstd;

    ServedDocument(Bytes plain) {
        this.plain = plain;
        this.bytes = plain.toArray();
    }

    /** How the bytes are coded on their way (RFC 9110 8.4.1, RFC 8878 7.2). */
    public enum Coding {
        IDENTITY,
        GZIP,
        ZSTD
    }

    /** The digest of the plain bytes, in hexadecimal. */
    public String sha256() {
        return plain.sha256().hex();
    }

    /** The coding that is used when the client takes all of the given ones. */
    public Coding best(boolean gzipTaken, boolean zstdTaken) {
        if (bytes.length < WORTH_IT) {
            return Coding.IDENTITY;
        }
        if (zstdTaken) {
            return Coding.ZSTD;
        }
        return gzipTaken ? Coding.GZIP : Coding.IDENTITY;
    }

    /** What is sent; nobody changes it. */
    public byte[] in(Coding coding) {
        return switch (coding) {
            case IDENTITY -> bytes;
            case GZIP -> {
                var made = gzip;
                if (made == null) {
                    made = gzipped();
                    gzip = made;
                }
                yield made;
            }
            case ZSTD -> {
                var made = zstd;
                if (made == null) {
                    made = Zstd.compress(bytes, ZSTD_LEVEL);
                    zstd = made;
                }
                yield made;
            }
        };
    }

    /** What it takes of the memory for documents, with its variants to come. */
    int weight() {
        return bytes.length * 2;
    }

    private byte[] gzipped() {
        var target = new ByteArrayOutputStream(bytes.length / 4);
        try (var stream = new GZIPOutputStream(target)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes whatever is written", e);
        }
        return target.toByteArray();
    }
}
