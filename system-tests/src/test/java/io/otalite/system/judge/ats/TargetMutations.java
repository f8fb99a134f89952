package io.otalite.system.judge.ats;

import static io.otalite.system.judge.ats.AtsRepository.at;
import static io.otalite.system.judge.ats.Mutations.later;

import io.otalite.system.judge.ats.Mutations.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be wrong with what timestamp, snapshot and Targets say. */
final class TargetMutations {
    private static final String TARGETS = "targets.json";
    private static final String SNAPSHOT = "snapshot.json";
    private static final String TIMESTAMP = "timestamp.json";
    private static final String NAME = "intel-corei7-64-lmp-42";

    private TargetMutations() {}

    static List<Mutation> all() {
        return Stream.of(parents(), childMeta(), counts(), rewritings(), history(), targets(), customs(), customTypes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutation> parents() {
        return List.of(
                later(
                        "timestamp without length",
                        Rule.META,
                        "without length",
                        meta(TIMESTAMP, SNAPSHOT, entry -> entry.remove("length"))),
                later(
                        "timestamp without hashes",
                        Rule.META,
                        "without length",
                        meta(TIMESTAMP, SNAPSHOT, entry -> entry.remove("hashes"))),
                later(
                        "timestamp without version",
                        Rule.META,
                        "without version",
                        meta(TIMESTAMP, SNAPSHOT, entry -> entry.remove("version"))),
                later(
                        "timestamp without snapshot",
                        Rule.META,
                        "does not name",
                        all -> all.put(TIMESTAMP, "meta", Map.of())),
                later(
                        "snapshot without version",
                        Rule.META,
                        "without version",
                        meta(SNAPSHOT, TARGETS, entry -> entry.remove("version"))));
    }

    private static List<Mutation> childMeta() {
        return List.of(later(
                "length in a string",
                Rule.META,
                "cannot be read",
                meta(SNAPSHOT, TARGETS, entry -> entry.put("length", "9"))));
    }

    private static List<Mutation> counts() {
        return List.of(
                later("snapshot longer", Rule.LENGTH, SNAPSHOT, all -> all.serve(SNAPSHOT, text -> text + "\n")),
                later("targets longer", Rule.LENGTH, TARGETS, all -> all.serve(TARGETS, text -> text + "\n")),
                later(
                        "another digest of snapshot",
                        Rule.HASH,
                        SNAPSHOT,
                        meta(TIMESTAMP, SNAPSHOT, entry -> at(entry, "hashes").put("sha256", "00".repeat(32)))),
                later(
                        "another digest of targets",
                        Rule.HASH,
                        TARGETS,
                        meta(SNAPSHOT, TARGETS, entry -> at(entry, "hashes").put("sha256", "00".repeat(32)))),
                later(
                        "another second digest",
                        Rule.HASH,
                        TARGETS,
                        meta(SNAPSHOT, TARGETS, entry -> at(entry, "hashes").put("sha512", "00".repeat(64)))));
    }

    private static List<Mutation> rewritings() {
        return List.of(
                later("targets with blanks", Rule.CANONICAL, TARGETS, all -> all.write(TARGETS, TestJson::spaced)),
                later("snapshot with blanks", Rule.CANONICAL, SNAPSHOT, all -> all.write(SNAPSHOT, TestJson::spaced)),
                later(
                        "an escaped slash",
                        Rule.CANONICAL,
                        TARGETS,
                        all -> all.write(TARGETS, whole -> replace(whole, "org/", "org\\/"))),
                later(
                        "another version of snapshot",
                        Rule.MIX,
                        "not 7",
                        meta(TIMESTAMP, SNAPSHOT, entry -> entry.put("version", 7))),
                later(
                        "another version of targets",
                        Rule.MIX,
                        "not 5",
                        meta(SNAPSHOT, TARGETS, entry -> entry.put("version", 5))));
    }

    private static List<Mutation> history() {
        return List.of(
                new Mutation("timestamp goes back", 7, Rule.ROLLBACK, TIMESTAMP, _ -> {}),
                new Mutation("snapshot goes back", 7, Rule.ROLLBACK, SNAPSHOT, all -> all.put(TIMESTAMP, "version", 8)),
                new Mutation(
                        "targets go back",
                        7,
                        Rule.ROLLBACK,
                        TARGETS,
                        all -> meta(TIMESTAMP, SNAPSHOT, entry -> entry.put("version", 8))
                                .andThen(same ->
                                        same.put(TIMESTAMP, "version", 8).put(SNAPSHOT, "version", 8))
                                .accept(all)),
                new Mutation(
                        "same timestamp version",
                        6,
                        Rule.SAME_VERSION,
                        TIMESTAMP,
                        all -> all.put(TIMESTAMP, "expires", "2027-06-30T12:00:00Z")),
                new Mutation(
                        "same targets version",
                        6,
                        Rule.SAME_VERSION,
                        TARGETS,
                        all -> meta(TIMESTAMP, SNAPSHOT, entry -> entry.put("version", 8))
                                .andThen(same -> same.put(TIMESTAMP, "version", 8)
                                        .put(SNAPSHOT, "version", 8)
                                        .put(TARGETS, "expires", "2027-06-30T12:00:00Z"))
                                .accept(all)));
    }

    private static List<Mutation> targets() {
        return List.of(
                later("no length", Rule.TARGET, "length", target(target -> target.remove("length"))),
                later("negative length", Rule.TARGET, "length", target(target -> target.put("length", -1))),
                later(
                        "hash in capitals",
                        Rule.TARGET,
                        "sha256",
                        target(target -> at(target, "hashes").put("sha256", "A1".repeat(32)))),
                later(
                        "hash too short",
                        Rule.TARGET,
                        "sha256",
                        target(target -> at(target, "hashes").put("sha256", "a1".repeat(31)))),
                later("no sha256", Rule.TARGET, "sha256", target(target -> target.put("hashes", Map.of()))));
    }

    private static List<Mutation> customs() {
        return List.of(
                later("no custom", Rule.TARGET_CUSTOM, "no custom", target(target -> target.remove("custom"))),
                later("build in a number", Rule.TARGET_CUSTOM, "no version", custom("version", 42)),
                later("build is no number", Rule.TARGET_CUSTOM, "no version", custom("version", "v42")),
                later("no hardware", Rule.TARGET_CUSTOM, "hardwareIds", custom("hardwareIds", List.of())),
                later("hardware is a text", Rule.TARGET_CUSTOM, "hardwareIds", custom("hardwareIds", "x")));
    }

    private static List<Mutation> customTypes() {
        return List.of(
                later("tags are a text", Rule.TARGET_CUSTOM, "tags", custom("tags", "main")),
                later("an unknown format", Rule.TARGET_CUSTOM, "targetFormat", custom("targetFormat", "ostree")),
                later("a day for a time", Rule.TARGET_CUSTOM, "createdAt", custom("createdAt", "2026-11-01")),
                later("a name that is a number", Rule.TARGET_CUSTOM, "a name", custom("name", 1)),
                later(
                        "an app with another name",
                        Rule.TARGET_CUSTOM,
                        "docker_compose_apps.other",
                        custom(
                                "docker_compose_apps",
                                Map.of("other", Map.of("uri", "h/f/shellhttpd@sha256:" + "0c".repeat(32))))),
                later(
                        "an app by tag",
                        Rule.TARGET_CUSTOM,
                        "docker_compose_apps.a",
                        custom("docker_compose_apps", Map.of("a", Map.of("uri", "h/f/a:latest")))));
    }

    private static Consumer<AtsRepository> meta(String parent, String child, Consumer<Map<String, Object>> change) {
        return all -> all.change(parent, signed -> change.accept(at(signed, "meta", child)));
    }

    private static Consumer<AtsRepository> target(Consumer<Map<String, Object>> change) {
        return all -> all.change(TARGETS, signed -> change.accept(at(signed, "targets", NAME)));
    }

    private static Consumer<AtsRepository> custom(String member, Object value) {
        return target(target -> at(target, "custom").put(member, value));
    }

    private static byte[] replace(Map<String, Object> whole, String from, String to) {
        var text = new String(TestJson.compact(whole), StandardCharsets.UTF_8);
        return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }
}
