package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is known of one Target (TUF 4.5): its size, its hashes, and whatever its publisher wants devices to know. Members
 * this library does not know are kept, so that a Target survives being read and published again.
 *
 * @param length in bytes
 * @param hashes at least one
 * @param custom the publisher's own object, empty when there is none
 */
public record Target(long length, Hashes hashes, ObjectNode custom, UnknownMembers unrecognised) {

    private static final Set<String> KNOWN = Set.of("length", "hashes", "custom");

    public Target {
        if (length < 0 || length > StrictJson.LARGEST_INTEGER) {
            throw new InvalidValueException("a Target's length", "between 0 and 2^53-1", String.valueOf(length));
        }
        if (hashes.isEmpty()) {
            throw new InvalidValueException("a Target's hashes", "at least a sha256 or a sha512", "none");
        }
        custom = custom.deepCopy();
    }

    /**
     * A Target of known members only.
     *
     * @param hashes lower-case hexadecimal by algorithm, at least {@code sha256} or {@code sha512}
     */
    public Target(long length, SortedMap<String, String> hashes, ObjectNode custom) {
        this(length, new Hashes(hashes), custom, UnknownMembers.NONE);
    }

    /** Reads the Target of that name; {@link MalformedMetadataException} points below {@code /targets}. */
    public static Target parse(TargetName name, JsonNode json) {
        Members targets = Members.of(JsonNodeFactory.instance.objectNode().set(name.value(), json), "/targets");
        return parse(targets.object(name.value()));
    }

    static Target parse(Members target) {
        long length = target.optionalLength("length").orElseThrow(() -> target.refused("length", "is missing"));
        Hashes hashes = Hashes.parse(target.object("hashes"));
        UnknownMembers unrecognised = UnknownMembers.of(target, KNOWN);
        ObjectNode custom =
                target.optionalObject("custom").map(Members::json).orElseGet(JsonNodeFactory.instance::objectNode);
        return target.whole(_ -> new Target(length, hashes, custom, unrecognised));
    }

    /** Whether the bytes are this Target's: its length, and every hash that is understood (TUF 5.7.3). */
    public boolean describes(Bytes bytes) {
        return bytes.size() == length && hashes.describe(bytes);
    }

    /** A copy of the publisher's object. */
    @Override
    public ObjectNode custom() {
        return custom.deepCopy();
    }

    /** The object as it stands in targets metadata; {@code custom} is left out when it is empty. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("length", length);
        hashes.addTo(json.putObject("hashes"));
        if (!custom.isEmpty()) {
            json.set("custom", custom.deepCopy());
        }
        unrecognised.addTo(json);
        return json;
    }
}
