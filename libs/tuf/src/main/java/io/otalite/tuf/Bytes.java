package io.otalite.tuf;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string. Metadata is signed, hashed, stored and compared as bytes, so they are a value here and not
 * an array that anybody may write to; {@link #toString} tells the size only, because contents do not belong in logs.
 */
public final class Bytes {

    static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    /** Computed once: a document is named by its digest in the index, the event and the archive. A lost race computes it twice. */
    private volatile @Nullable Sha256 sha256;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** The given bytes; later changes of the array do not show. */
    public static Bytes copyOf(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** The UTF-8 encoding of the text. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over an array that its maker hands out to nobody else. */
    static Bytes owning(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** The array itself, for readers inside this package that neither change nor keep it. */
    byte[] shared() {
        return content;
    }

    /** A copy that belongs to the caller. */
    public byte[] toArray() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    /** A read-only view, without a copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** A stream over the content, without a copy. */
    public InputStream asInputStream() {
        return new ByteArrayInputStream(content);
    }

    /** The digest of the content. */
    public Sha256 sha256() {
        Sha256 known = sha256;
        if (known == null) {
            known = Sha256.of(content);
            sha256 = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
