package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The digests by which one document describes the bytes of another or of a Target (TUF 4.4, 4.5). SHA-256 and SHA-512
 * are understood; others are kept and say nothing.
 *
 * @param byAlgorithm lower-case hexadecimal; where there are any, at least {@code sha256} or {@code sha512}
 */
public record Hashes(SortedMap<String, String> byAlgorithm) {

    private static final Map<String, Integer> DIGITS = Map.of("sha256", 64, "sha512", 128);

    /** No digests, where none are needed. */
    public static final Hashes NONE = new Hashes(Collections.emptySortedMap());

    public Hashes {
        byAlgorithm = Collections.unmodifiableSortedMap(new TreeMap<>(byAlgorithm));
        byAlgorithm.forEach(Hashes::requireHash);
        if (!byAlgorithm.isEmpty() && Collections.disjoint(byAlgorithm.keySet(), DIGITS.keySet())) {
            throw new InvalidValueException("hashes", "at least a sha256 or a sha512", byAlgorithm.toString());
        }
    }

    /** The SHA-256 of the bytes and nothing else: a second hash would need a second name in consistent snapshots. */
    public static Hashes of(Bytes bytes) {
        return new Hashes(new TreeMap<>(Map.of("sha256", bytes.sha256().hex())));
    }

    static Hashes parse(Members hashes) {
        SortedMap<String, String> parsed = new TreeMap<>();
        for (Entry<String, JsonNode> hash : hashes.entries()) {
            String algorithm = hash.getKey();
            String digest = hashes.text(algorithm);
            parsed.put(algorithm, hashes.at(algorithm, () -> requireHash(algorithm, digest)));
        }
        return hashes.whole(_ -> listed(parsed));
    }

    /** Whoever asks for hashes is not served by an empty list of them. */
    private static Hashes listed(SortedMap<String, String> parsed) {
        if (parsed.isEmpty()) {
            throw new InvalidValueException("hashes", "at least a sha256 or a sha512", "none");
        }
        return new Hashes(parsed);
    }

    private static String requireHash(String algorithm, String digest) {
        int digits = DIGITS.getOrDefault(algorithm, Math.max(2, digest.length()));
        return Hex.require("a hash " + Excerpt.of(algorithm), digest, digits);
    }

    public boolean isEmpty() {
        return byAlgorithm.isEmpty();
    }

    /** The one that stands in file names (TUF 6.2.1); {@link java.util.NoSuchElementException} where there is none. */
    String preferred() {
        return DIGITS.keySet().stream()
                .sorted()
                .flatMap(algorithm -> Stream.ofNullable(byAlgorithm.get(algorithm)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the bytes have every listed digest that is understood. */
    public boolean describe(Bytes bytes) {
        return byAlgorithm.entrySet().stream()
                .filter(hash -> DIGITS.containsKey(hash.getKey()))
                .allMatch(hash -> digest(hash.getKey(), bytes).equals(hash.getValue()));
    }

    private static String digest(String algorithm, Bytes bytes) {
        return algorithm.equals("sha256") ? bytes.sha256().hex() : Hex.encode(sha512(bytes.shared()));
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK has SHA-512", e);
        }
    }

    void addTo(ObjectNode json) {
        byAlgorithm.forEach(json::put);
    }
}
