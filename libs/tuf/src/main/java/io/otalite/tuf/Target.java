package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.CanonicalJson.Encoded;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one Target (TUF 4.5): its size, its hashes, and whatever its publisher wants devices to know. Members
 * this library does not know are kept, so that a Target survives being read and published again.
 *
 * <p>Immutable.
 */
public final class Target {

    private static final Set<String> KNOWN = Set.of("length", "hashes", "custom");

    private final long length;
    private final Hashes hashes;
    private final ObjectNode custom;
    private final UnknownMembers unrecognised;

    /** Made when it is first asked for: a Target is published in many versions and sets, always with the same bytes. */
    private volatile @Nullable Encoded canonical;

    /**
     * A Target with all its members.
     *
     * @param length in bytes
     * @param hashes at least one
     * @param custom the publisher's own object, empty when there is none
     */
    public Target(long length, Hashes hashes, ObjectNode custom, UnknownMembers unrecognised) {
        if (length < 0 || length > StrictJson.LARGEST_INTEGER) {
            throw new InvalidValueException("a Target's length", "between 0 and 2^53-1", String.valueOf(length));
        }
        if (hashes.isEmpty()) {
            throw new InvalidValueException("a Target's hashes", "at least a sha256 or a sha512", "none");
        }
        this.length = length;
        this.hashes = hashes;
        this.custom = custom.deepCopy();
        this.unrecognised = unrecognised;
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

    public long length() {
        return length;
    }

    public Hashes hashes() {
        return hashes;
    }

    public UnknownMembers unrecognised() {
        return unrecognised;
    }

    /** A copy of the publisher's object. */
    public ObjectNode custom() {
        return custom.deepCopy();
    }

    /** A copy of one member of the publisher's object; a missing node when it is not there. */
    public JsonNode custom(String member) {
        return custom.path(member).deepCopy();
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

    /** The canonical form in the dialect of the specification. */
    Encoded canonical() {
        Encoded known = canonical;
        if (known == null) {
            known = new Encoded(CanonicalJson.encode(toJson()));
            canonical = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target target
                && length == target.length
                && hashes.equals(target.hashes)
                && custom.equals(target.custom)
                && unrecognised.equals(target.unrecognised);
    }

    @Override
    public int hashCode() {
        return Objects.hash(length, hashes, custom, unrecognised);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
