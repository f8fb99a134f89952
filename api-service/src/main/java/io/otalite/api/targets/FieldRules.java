package io.otalite.api.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.otalite.api.targets.EditRefusedException.Reason;
import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Target must say about itself so that the clients in the field can list and install it.
 *
 * <p>TUF leaves {@code custom} open. fioctl however stops with a panic at the first Target whose {@code custom.version} is
 * not an integer in a string, or that has no {@code custom.hardwareIds}: one such Target would hide all the others.
 */
public final class FieldRules {
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");

    private FieldRules() {}

    static void check(TargetName name, Target target) {
        var custom = target.custom();
        var version = custom.get("version");
        if (version == null
                || !version.isTextual()
                || !INTEGER.matcher(version.textValue()).matches()) {
            throw invalid(name, "version", "the build number, an integer in a string, for example \"42\"");
        }
        if (!isListOfStrings(custom.get("hardwareIds"))
                || custom.get("hardwareIds").isEmpty()) {
            throw invalid(name, "hardwareIds", "a list with the hardware id, for example [\"raspberrypi4-64\"]");
        }
        checkTags(name, target);
    }

    /** Each tag names a set, which is a part of addresses and of the names of documents. */
    public static void checkTags(TargetName name, Target target) {
        var custom = target.custom();
        if (custom.has("tags") && !isListOfTags(custom.get("tags"))) {
            throw invalid(
                    name,
                    "tags",
                    "a list of tags, for example [\"main\"]: 1 to 63 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first"
                            + " a letter or digit, and not \"full\", which is the set of all Targets");
        }
    }

    private static boolean isListOfTags(JsonNode node) {
        return isListOfStrings(node)
                && node.valueStream()
                        .map(JsonNode::textValue)
                        .allMatch(tag -> DocumentIdentity.isSet(tag) && !tag.equals(DocumentIdentity.FULL_SET));
    }

    private static boolean isListOfStrings(@Nullable JsonNode node) {
        return node instanceof ArrayNode list && list.valueStream().allMatch(JsonNode::isTextual);
    }

    private static EditRefusedException invalid(TargetName name, String member, String expected) {
        var where = TargetsRequest.pointer(name) + "/custom/" + member;
        return new EditRefusedException(Reason.INVALID_TARGET, where, "At %s: expected %s.".formatted(where, expected));
    }
}
