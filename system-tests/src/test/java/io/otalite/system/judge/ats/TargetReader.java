package io.otalite.system.judge.ats;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the Targets of a document, each with what its vendor's clients rely on. */
final class TargetReader {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern APP_URI = Pattern.compile("(?:[^/@]+/)+([^/@]+)@sha256:[0-9a-f]{64}");
    private static final List<String> TEXTS = List.of(
            "name",
            "uri",
            "origUri",
            "origUriApps",
            "lmp-manifest-sha",
            "meta-subscriber-overrides-sha",
            "containers-sha",
            "lmp-ver",
            "arch",
            "image-file",
            "compose-apps-uri");
    private static final List<String> TIMES = List.of("createdAt", "updatedAt");
    private static final List<String> FORMATS = List.of("OSTREE", "BINARY");

    private final Rules rules;

    TargetReader(Rules rules) {
        this.rules = rules;
    }

    Map<String, AtsTarget> read(Document document) {
        rules.require(
                document.signed().find("delegations").isEmpty(),
                Rule.DELEGATION,
                "%s has delegations",
                document.file());
        var targets = new TreeMap<String, AtsTarget>();
        document.signed()
                .find("targets", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.TARGET, "%s has no targets", document.file()))
                .all()
                .forEach((name, value) -> targets.put(name, target(name, value)));
        return targets;
    }

    private AtsTarget target(String name, Json value) {
        if (!(value instanceof Json.Members members)) {
            throw Rules.refusal(Rule.TARGET, "Target %s is not an object", name);
        }
        var length = members.integer("length").filter(number -> number >= 0);
        rules.require(length.isPresent(), Rule.TARGET, "Target %s has no length", name);
        var sha256 = members.find("hashes", Json.Members.class)
                .flatMap(hashes -> hashes.text("sha256"))
                .filter(hash -> SHA256.matcher(hash).matches())
                .orElseThrow(() -> Rules.refusal(Rule.TARGET, "Target %s has no sha256 in lower-case hex", name));
        var custom = members.find("custom", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.TARGET_CUSTOM, "Target %s has no custom", name));
        checkNeeded(name, custom);
        checkTypes(name, custom);
        custom.find("docker_compose_apps").ifPresent(apps -> checkApps(name, apps));
        return new AtsTarget(length.orElse(0L), sha256, custom);
    }

    private void checkNeeded(String name, Json.Members custom) {
        rules.require(
                custom.text("version").filter(NUMBER.asMatchPredicate()).isPresent(),
                Rule.TARGET_CUSTOM,
                "Target %s has no version that is an integer in a string",
                name);
        rules.require(
                custom.find("hardwareIds", Json.Elements.class)
                        .flatMap(Json.Elements::texts)
                        .filter(ids -> !ids.isEmpty() && ids.stream().noneMatch(String::isBlank))
                        .isPresent(),
                Rule.TARGET_CUSTOM,
                "Target %s has no hardwareIds",
                name);
    }

    private void checkTypes(String name, Json.Members custom) {
        for (var text : TEXTS) {
            require(
                    name,
                    text,
                    custom.find(text)
                            .filter(value -> !(value instanceof Json.Text))
                            .isEmpty());
        }
        for (var time : TIMES) {
            require(
                    name,
                    time,
                    custom.find(time).filter(value -> !isTime(value)).isEmpty());
        }
        require(
                name,
                "targetFormat",
                custom.find("targetFormat")
                        .filter(value -> !(value instanceof Json.Text text) || !FORMATS.contains(text.value()))
                        .isEmpty());
        require(
                name,
                "tags",
                custom.find("tags")
                        .filter(value -> !(value instanceof Json.Elements tags)
                                || tags.texts().isEmpty())
                        .isEmpty());
    }

    /** An app is found again by the last element of its path: where the names differ, the whole Target is dropped. */
    private void checkApps(String name, Json value) {
        require(name, "docker_compose_apps", value instanceof Json.Members);
        if (value instanceof Json.Members apps) {
            apps.all().forEach((app, entry) -> {
                var uri = entry instanceof Json.Members members
                        ? members.text("uri").orElse("")
                        : "";
                var parts = APP_URI.matcher(uri);
                require(
                        name,
                        "docker_compose_apps." + app,
                        parts.matches() && parts.group(1).equals(app));
            });
        }
    }

    private void require(String name, String member, boolean holds) {
        rules.require(holds, Rule.TARGET_CUSTOM, "Target %s has a %s that cannot be read", name, member);
    }

    private static boolean isTime(Json value) {
        try {
            return value instanceof Json.Text(var text) && text.endsWith("Z") && Instant.parse(text) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
