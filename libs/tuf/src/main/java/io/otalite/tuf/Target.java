package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one Target (TUF 4.5): its size, its hashes, and whatever its publisher wants devices to know. Members
 * this library does not know are kept, so that a Target survives being read and published again.
 *
 * @param length in bytes
 * @param hashes lower-case hexadecimal by algorithm, at least {@code sha256} or {@code sha512}
 * @param custom the publisher's own object, empty when there is none
 * @param unrecognised members beside length, hashes and custom
 */
public record Target(long length, SortedMap<String, String> hashes, ObjectNode custom, ObjectNode unrecognised) {

    private static final Map<String, Integer> DIGITS = Map.of("sha256", 64, "sha512", 128);
    private static final Set<String> KNOWN = Set.of("length", "hashes", "custom");

    public Target {
        if (length < 0 || length > StrictJson.LARGEST_INTEGER) {
            throw new InvalidValueException("a Target's length", "between 0 and 2^53-1", String.valueOf(length));
        }
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        hashes.forEach(Target::requireHash);
        if (Collections.disjoint(hashes.keySet(), DIGITS.keySet())) {
            throw new InvalidValueException("a Target's hashes", "at least a sha256 or a sha512", hashes.toString());
        }
        custom = custom.deepCopy();
        unrecognised = unrecognised.deepCopy();
    }

    public Target(long length, SortedMap<String, String> hashes, ObjectNode custom) {
        this(length, hashes, custom, JsonNodeFactory.instance.objectNode());
    }

    /** Reads the Target of that name; {@link MalformedMetadataException} points below {@code /targets}. */
    public static Target parse(TargetName name, JsonNode json) {
        Members targets = Members.of(JsonNodeFactory.instance.objectNode().set(name.value(), json), "/targets");
        return parse(targets.object(name.value()));
    }

    static Target parse(Members target) {
        ObjectNode unrecognised = JsonNodeFactory.instance.objectNode();
        target.entries().stream()
                .filter(member -> !KNOWN.contains(member.getKey()))
                .forEach(member -> unrecognised.set(member.getKey(), member.getValue()));
        long length = target.optionalLength("length").orElseThrow(() -> target.refused("length", "is missing"));
        SortedMap<String, String> hashes = parseHashes(target.object("hashes"));
        ObjectNode custom =
                target.optionalObject("custom").map(Members::json).orElseGet(JsonNodeFactory.instance::objectNode);
        return target.whole(whole -> new Target(length, hashes, custom, unrecognised));
    }

    private static SortedMap<String, String> parseHashes(Members hashes) {
        SortedMap<String, String> parsed = new TreeMap<>();
        for (Map.Entry<String, JsonNode> hash : hashes.entries()) {
            String algorithm = hash.getKey();
            String digest = hashes.text(algorithm);
            parsed.put(algorithm, hashes.at(algorithm, () -> requireHash(algorithm, digest)));
        }
        return parsed;
    }

    private static String requireHash(String algorithm, String digest) {
        int digits = DIGITS.getOrDefault(algorithm, Math.max(2, digest.length()));
        return Hex.require("a hash " + Excerpt.of(algorithm), digest, digits);
    }

    /** A copy of the publisher's object. */
    @Override
    public ObjectNode custom() {
        return custom.deepCopy();
    }

    /** A copy of the members this library does not know. */
    @Override
    public ObjectNode unrecognised() {
        return unrecognised.deepCopy();
    }

    /** The object as it stands in targets metadata; {@code custom} is left out when it is empty. */
    public ObjectNode toJson() {
        ObjectNode json = unrecognised.deepCopy();
        json.put("length", length);
        ObjectNode listed = json.putObject("hashes");
        hashes.forEach(listed::put);
        if (!custom.isEmpty()) {
            json.set("custom", custom.deepCopy());
        }
        return json;
    }
}
