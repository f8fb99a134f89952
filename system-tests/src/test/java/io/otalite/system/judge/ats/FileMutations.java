package io.otalite.system.judge.ats;

import static io.otalite.system.judge.ats.AtsRepository.KEPT_ROOT_KEY;
import static io.otalite.system.judge.ats.AtsRepository.OLD_ROOT_KEY;
import static io.otalite.system.judge.ats.AtsRepository.SECOND_ROOT;
import static io.otalite.system.judge.ats.AtsRepository.SNAPSHOT_KEY;
import static io.otalite.system.judge.ats.AtsRepository.TARGETS_KEY;
import static io.otalite.system.judge.ats.Mutations.fresh;
import static io.otalite.system.judge.ats.Mutations.later;

import io.otalite.system.judge.ats.Mutations.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be wrong with a file of any role. */
final class FileMutations {
    private static final String TARGETS = "targets.json";
    private static final String SNAPSHOT = "snapshot.json";
    private static final String TIMESTAMP = "timestamp.json";
    private static final TestKey STRANGER = TestKey.ed25519();
    private static final String SIG = "\"sig\":\"";

    private FileMutations() {}

    static List<Mutation> all() {
        return Stream.of(
                        files(),
                        contents(),
                        characters(),
                        numbers(),
                        signatures(),
                        signatureForms(),
                        brokenSignatures(),
                        thresholds(),
                        members(),
                        times(),
                        expiries(),
                        versions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutation> files() {
        return List.of(
                later("timestamp 404", Rule.MISSING, TIMESTAMP, all -> all.without(TIMESTAMP)),
                later("snapshot 404", Rule.MISSING, SNAPSHOT, all -> all.without(SNAPSHOT)),
                later("targets 404", Rule.MISSING, TARGETS, all -> all.without(TARGETS)),
                fresh("root too large", Rule.SIZE, SECOND_ROOT, all -> all.serve(SECOND_ROOT, blanks(64))),
                later("timestamp too large", Rule.SIZE, TIMESTAMP, all -> all.serve(TIMESTAMP, blanks(64))),
                later("snapshot too large", Rule.SIZE, SNAPSHOT, all -> all.serve(SNAPSHOT, blanks(64))),
                later("targets too large", Rule.SIZE, TARGETS, all -> all.serve(TARGETS, blanks(8 << 10))));
    }

    private static List<Mutation> contents() {
        return List.of(
                later("not JSON", Rule.JSON, "is not JSON", all -> all.serve(TIMESTAMP, _ -> "<html>")),
                later("empty", Rule.JSON, "is empty", all -> all.serve(TIMESTAMP, _ -> "")),
                later("two values", Rule.JSON, "goes on", all -> all.serve(TIMESTAMP, text -> text + "{}")),
                later(
                        "a member twice",
                        Rule.JSON,
                        "twice",
                        all -> all.serve(
                                TIMESTAMP, text -> text.replace("\"version\":6}}", "\"version\":6,\"version\":6}}"))));
    }

    private static List<Mutation> characters() {
        return List.of(
                later("a raw umlaut", Rule.ASCII, "byte", all -> all.put(TARGETS, "note", "\u00fc")),
                later(
                        "an escaped umlaut",
                        Rule.ASCII,
                        "U+00FC",
                        all -> all.put(TARGETS, "note", "u")
                                .write(TARGETS, whole -> replace(whole, "\"note\":\"u\"", "\"note\":\"\\u00fc\""))),
                later(
                        "a control character",
                        Rule.ASCII,
                        "U+0007",
                        all -> all.put(TARGETS, "note", "u")
                                .write(TARGETS, whole -> replace(whole, "\"note\":\"u\"", "\"note\":\"\\u0007\""))));
    }

    private static List<Mutation> numbers() {
        return List.of(
                later("a float", Rule.NUMBER, "1.5", all -> all.put(TARGETS, "note", 1.5)),
                later(
                        "an exponent",
                        Rule.NUMBER,
                        "1e3",
                        all -> all.write(TARGETS, whole -> replace(whole, "\"length\":0", "\"length\":1e3"))),
                later(
                        "an integer of 20 digits",
                        Rule.NUMBER,
                        "98765432109876543210",
                        all -> all.write(
                                TARGETS, whole -> replace(whole, "\"length\":0", "\"length\":98765432109876543210"))));
    }

    private static List<Mutation> signatures() {
        return List.of(
                later(
                        "no signatures",
                        Rule.ENVELOPE,
                        TIMESTAMP,
                        all -> all.changeEnvelope(TIMESTAMP, envelope -> envelope.remove("signatures"))),
                later(
                        "a member beside",
                        Rule.ENVELOPE,
                        TIMESTAMP,
                        all -> all.changeEnvelope(TIMESTAMP, envelope -> envelope.put("note", "x"))),
                later(
                        "a list is signed",
                        Rule.ENVELOPE,
                        "not an object",
                        all -> all.changeEnvelope(TIMESTAMP, envelope -> envelope.put("signed", List.of()))));
    }

    private static List<Mutation> signatureForms() {
        return List.of(
                later(
                        "hex instead of base64",
                        Rule.SIGNATURE_FORM,
                        "base64",
                        all -> all.changeEnvelope(
                                TARGETS, envelope -> signature(envelope).put("sig", "0".repeat(126) + "-1"))),
                later(
                        "base64 without padding",
                        Rule.SIGNATURE_FORM,
                        "base64",
                        all -> all.write(TARGETS, whole -> replace(whole, "==\"", "\""))),
                later(
                        "no method",
                        Rule.SIGNATURE_FORM,
                        "keyid, method, sig",
                        all -> all.changeEnvelope(
                                TARGETS, envelope -> signature(envelope).remove("method"))),
                later(
                        "method in capitals",
                        Rule.SIGNATURE_FORM,
                        "ED25519",
                        all -> all.changeEnvelope(
                                TARGETS, envelope -> signature(envelope).put("method", "ED25519"))),
                later(
                        "method of another key",
                        Rule.SIGNATURE_FORM,
                        "ed25519",
                        all -> all.changeEnvelope(
                                TIMESTAMP, envelope -> signature(envelope).put("method", "ed25519"))));
    }

    private static List<Mutation> brokenSignatures() {
        return List.of(
                later(
                        "the same signature twice",
                        Rule.DUPLICATE_SIGNATURE,
                        TARGETS,
                        all -> all.signedBy(TARGETS, TARGETS_KEY, TARGETS_KEY)),
                later(
                        "a broken signature",
                        Rule.SIGNATURE,
                        TIMESTAMP,
                        all -> all.serve(TIMESTAMP, text -> text.replace(SIG, SIG + "AAAA"))),
                later(
                        "signed content changed",
                        Rule.SIGNATURE,
                        TIMESTAMP,
                        all -> all.serve(TIMESTAMP, text -> text.replace("2027-01-31", "2028-01-31"))),
                later(
                        "signed over raw line ends",
                        Rule.SIGNATURE,
                        TARGETS,
                        all -> all.put(TARGETS, "note", "a\nb")
                                .changeEnvelope(TARGETS, FileMutations::signRawLineEnds)),
                fresh(
                        "one of three is broken",
                        Rule.SIGNATURE,
                        SECOND_ROOT,
                        all -> all.changeEnvelope(
                                SECOND_ROOT, envelope -> signature(envelope).put("sig", "AAAA"))));
    }

    private static List<Mutation> thresholds() {
        return List.of(
                later("unsigned", Rule.THRESHOLD, "0 of 1", all -> all.signedBy(TARGETS)),
                later("a stranger signs", Rule.THRESHOLD, "0 of 1", all -> all.signedBy(TARGETS, STRANGER)),
                later("the key of another role", Rule.THRESHOLD, "0 of 1", all -> all.signedBy(SNAPSHOT, TARGETS_KEY)),
                later("timestamp unsigned", Rule.THRESHOLD, "0 of 1", all -> all.signedBy(TIMESTAMP, SNAPSHOT_KEY)),
                fresh(
                        "half of the new root's keys",
                        Rule.THRESHOLD,
                        "1 of 2",
                        all -> all.signedBy(SECOND_ROOT, OLD_ROOT_KEY, KEPT_ROOT_KEY)));
    }

    private static List<Mutation> members() {
        return List.of(
                fresh("root in small letters", Rule.TYPE, "\"root\"", all -> all.put(SECOND_ROOT, "_type", "root")),
                later(
                        "timestamp in small letters",
                        Rule.TYPE,
                        "\"timestamp\"",
                        all -> all.put(TIMESTAMP, "_type", "timestamp")),
                later(
                        "snapshot is called Targets",
                        Rule.TYPE,
                        "\"Targets\"",
                        all -> all.put(SNAPSHOT, "_type", "Targets")),
                later("targets in capitals", Rule.TYPE, "\"TARGETS\"", all -> all.put(TARGETS, "_type", "TARGETS")));
    }

    private static List<Mutation> times() {
        return List.of(
                later(
                        "a fraction of a second",
                        Rule.EXPIRES_FORM,
                        "00.5Z",
                        all -> all.put(TARGETS, "expires", "2027-01-31T12:00:00.5Z")),
                later(
                        "an offset",
                        Rule.EXPIRES_FORM,
                        "+00:00",
                        all -> all.put(SNAPSHOT, "expires", "2027-01-31T12:00:00+00:00")),
                later(
                        "no such day",
                        Rule.EXPIRES_FORM,
                        "02-30",
                        all -> all.put(TIMESTAMP, "expires", "2027-02-30T12:00:00Z")),
                fresh(
                        "root without expiry",
                        Rule.EXPIRES_FORM,
                        SECOND_ROOT,
                        all -> all.change(SECOND_ROOT, root -> root.remove("expires"))));
    }

    private static List<Mutation> expiries() {
        return List.of(
                later("timestamp expired", Rule.EXPIRED, TIMESTAMP, all -> all.put(TIMESTAMP, "expires", now())),
                later("snapshot expired", Rule.EXPIRED, SNAPSHOT, all -> all.put(SNAPSHOT, "expires", now())),
                later("targets expired", Rule.EXPIRED, TARGETS, all -> all.put(TARGETS, "expires", now())),
                fresh("last root expired", Rule.EXPIRED, SECOND_ROOT, all -> all.put(SECOND_ROOT, "expires", now())));
    }

    private static List<Mutation> versions() {
        return List.of(
                later("version zero", Rule.VERSION, TIMESTAMP, all -> all.put(TIMESTAMP, "version", 0)),
                later("version in a string", Rule.VERSION, TARGETS, all -> all.put(TARGETS, "version", "6")),
                later("delegations", Rule.DELEGATION, TARGETS, all -> all.put(TARGETS, "delegations", Map.of())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> signature(Map<String, Object> envelope) {
        return ((List<Map<String, Object>>) envelope.get("signatures")).getFirst();
    }

    /** The canonical form of the specification, which is not that of the dialect. */
    private static void signRawLineEnds(Map<String, Object> envelope) {
        var raw = new String(TestJson.compact(envelope.get("signed")), StandardCharsets.UTF_8).replace("\\n", "\n");
        envelope.put(
                "signatures",
                new ArrayList<>(List.of(new LinkedHashMap<>(TARGETS_KEY.sign(raw.getBytes(StandardCharsets.UTF_8))))));
    }

    private static byte[] replace(Map<String, Object> whole, String from, String to) {
        var text = new String(TestJson.compact(whole), StandardCharsets.UTF_8);
        return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    /** So many KiB of them after the document. */
    private static UnaryOperator<String> blanks(int kib) {
        return text -> text + " ".repeat(kib << 10);
    }

    /** The instant of the poll: what expires at it has expired. */
    private static String now() {
        return "2026-11-26T12:00:00Z";
    }
}
