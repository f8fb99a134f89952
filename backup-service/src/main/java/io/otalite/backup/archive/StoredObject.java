package io.otalite.backup.archive;

import io.otalite.tuf.Sha256;
import io.otalite.tuf.TufException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the store knows of an object, without its content.
 *
 * @param generation given by the store, above zero
 * @param size in bytes
 * @param crc32c of the content as the store computed it: base64 of the big-endian checksum
 * @param created when the store accepted it
 * @param metadata as given when it was written
 */
public record StoredObject(
        ObjectName name,
        long generation,
        long size,
        String crc32c,
        Instant created,
        SortedMap<String, String> metadata) {
    /** Metadata: the digest of the content, 64 lower-case hexadecimal characters. */
    public static final String SHA256 = "sha256";

    /** Metadata: the digest of the version before; absent for the first. */
    public static final String PREVIOUS_SHA256 = "prevsha256";

    /** Metadata: when the document was signed, ISO 8601. */
    public static final String PUBLISHED = "published";

    public StoredObject {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** The digest noted when it was written; empty when there is none or it is none. */
    public Optional<Sha256> sha256() {
        return digest(SHA256);
    }

    /** The noted digest of the version before. */
    public Optional<Sha256> previousSha256() {
        return digest(PREVIOUS_SHA256);
    }

    private Optional<Sha256> digest(String key) {
        try {
            return Optional.ofNullable(metadata.get(key)).map(Sha256::new);
        } catch (TufException noDigest) {
            return Optional.empty();
        }
    }
}
