package io.otalite.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;

/** Targets to publish. */
final class SampleTargets {
    private static final int NOTE_CHARACTERS = 100_000;

    private SampleTargets() {}

    /** The builds of a factory, as its CI sends them. */
    static ObjectNode builds() {
        try (var file = SampleTargets.class.getResourceAsStream("/builds.json")) {
            return (ObjectNode) new ObjectMapper().readTree(file).path("targets");
        } catch (IOException e) {
            throw new AssertionError("The sample cannot be read", e);
        }
    }

    /** The same Targets with the member that sigstore-java cannot read a Target's {@code custom} without. */
    static ObjectNode withSigstoreMember(ObjectNode targets) {
        targets.forEach(target -> ((ObjectNode) target.path("custom"))
                .putObject("sigstore")
                .put("status", "Active")
                .put("usage", "Unknown"));
        return targets;
    }

    /** One Target of this name. */
    static ObjectNode one(String name) {
        return JsonNodeFactory.instance.objectNode().set(name, target());
    }

    /** A change that gives a Target these tags. */
    static ObjectNode tagged(String name, String... tags) {
        var changes = JsonNodeFactory.instance.objectNode();
        var list = changes.putObject(name).putObject("custom").putArray("tags");
        for (var tag : tags) {
            list.add(tag);
        }
        return changes;
    }

    /** About 100,000 bytes for each Target, which do not compress well. */
    static ObjectNode large(int count, Random random) {
        var targets = JsonNodeFactory.instance.objectNode();
        for (var i = 1; i <= count; i++) {
            var noise = new byte[NOTE_CHARACTERS / 2];
            random.nextBytes(noise);
            var target = target();
            ((ObjectNode) target.path("custom")).put("note", HexFormat.of().formatHex(noise));
            targets.set("large-lmp-" + i, target);
        }
        return targets;
    }

    private static ObjectNode target() {
        var target = JsonNodeFactory.instance.objectNode().put("length", 0);
        target.putObject("hashes").put("sha256", "5e".repeat(32));
        var custom = target.putObject("custom").put("version", "1").put("targetFormat", "OSTREE");
        custom.putArray("hardwareIds").add("raspberrypi4-64");
        return target;
    }
}
