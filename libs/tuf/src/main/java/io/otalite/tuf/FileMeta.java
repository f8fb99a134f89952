package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one metadata file speaks of another (TUF 4.4, METAFILES): its version, and what its bytes must be. Of the hashes
 * only SHA-256 is understood; an entry with hashes but without that one is refused, for it could not be checked.
 *
 * @param length in bytes
 */
public record FileMeta(MetadataVersion version, OptionalLong length, Optional<Sha256> sha256) {

    /** The entry that describes exactly these bytes. */
    public static FileMeta of(MetadataVersion version, Bytes bytes) {
        return new FileMeta(version, OptionalLong.of(bytes.size()), Optional.of(bytes.sha256()));
    }

    static FileMeta parse(Members json) {
        Optional<Sha256> sha256 = json.optionalObject("hashes").map(hashes -> {
            String digest = hashes.text("sha256");
            return hashes.at("sha256", () -> new Sha256(digest));
        });
        return new FileMeta(json.version("version"), json.optionalLength("length"), sha256);
    }

    /** Whether the bytes have the listed length and hash; what is not listed is not asked for. */
    public boolean describes(Bytes bytes) {
        return length.orElse(bytes.size()) == bytes.size()
                && sha256.map(bytes.sha256()::equals).orElse(true);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", version.value());
        length.ifPresent(bytes -> json.put("length", bytes));
        sha256.ifPresent(digest -> json.putObject("hashes").put("sha256", digest.hex()));
        return json;
    }
}
