package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How one metadata file speaks of another (TUF 4.4, METAFILES): its version, and what its bytes must be.
 *
 * @param length in bytes
 */
public record FileMeta(MetadataVersion version, OptionalLong length, Hashes hashes, UnknownMembers unrecognised) {

    private static final Set<String> MEMBERS = Set.of("version", "length", "hashes");

    public FileMeta(MetadataVersion version, OptionalLong length, Hashes hashes) {
        this(version, length, hashes, UnknownMembers.NONE);
    }

    /** The entry that describes exactly these bytes. */
    public static FileMeta of(MetadataVersion version, Bytes bytes) {
        return new FileMeta(version, OptionalLong.of(bytes.size()), Hashes.of(bytes));
    }

    static FileMeta parse(Members json) {
        return new FileMeta(
                json.version("version"),
                json.optionalLength("length"),
                json.optionalObject("hashes").map(Hashes::parse).orElse(Hashes.NONE),
                UnknownMembers.of(json, MEMBERS));
    }

    /** Whether the bytes have the listed length and hashes; what is not listed is not asked for. */
    public boolean describes(Bytes bytes) {
        return length.orElse(bytes.size()) == bytes.size() && hashes.describe(bytes);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", version.value());
        length.ifPresent(bytes -> json.put("length", bytes));
        if (!hashes.isEmpty()) {
            hashes.addTo(json.putObject("hashes"));
        }
        unrecognised.addTo(json);
        return json;
    }
}
