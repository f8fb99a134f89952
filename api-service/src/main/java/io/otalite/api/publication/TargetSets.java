package io.otalite.api.publication;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Targets of a factory by set: all of them, and those of each tag. A set whose tag comes back after a while has higher
 * versions than before, as all sets share the factory's.
 *
 * @param byName the full set is always there
 */
public record TargetSets(SortedMap<String, SortedMap<TargetName, Target>> byName) {
    /** Each set is signed anew with every publication. */
    private static final int MOST_TAGS = 64;

    /** All Targets. */
    public SortedMap<TargetName, Target> full() {
        return of(DocumentIdentity.FULL_SET);
    }

    /** The Targets of a set; none when there is no such set. */
    public SortedMap<TargetName, Target> of(String name) {
        return Optional.ofNullable(byName.get(name)).orElseGet(Collections::emptySortedMap);
    }

    /** @throws EditRefusedException when there are more tags than are possible */
    public void requireRoom() {
        var tags = byName.size() - 1;
        if (tags > MOST_TAGS) {
            throw new EditRefusedException(
                    EditRefusedException.Reason.TOO_MANY_TAGS,
                    "/targets",
                    "The factory would serve %d tags, at most %d are possible. Take tags off Targets that no device needs."
                            .formatted(tags, MOST_TAGS));
        }
    }

    /** Sorts the Targets into sets; a tag that no Target has any more has none. */
    public static TargetSets of(SortedMap<TargetName, Target> targets) {
        SortedMap<String, SortedMap<TargetName, Target>> sets = new TreeMap<>();
        sets.put(DocumentIdentity.FULL_SET, targets);
        targets.forEach((name, target) -> {
            for (JsonNode tag : target.custom("tags")) {
                if (isName(tag)) {
                    sets.computeIfAbsent(tag.textValue(), _ -> new TreeMap<>()).put(name, target);
                }
            }
        });
        return new TargetSets(Collections.unmodifiableSortedMap(sets));
    }

    /** Targets that were published before there were sets may have tags that name none. */
    private static boolean isName(JsonNode tag) {
        return tag.isTextual()
                && DocumentIdentity.isSet(tag.textValue())
                && !tag.textValue().equals(DocumentIdentity.FULL_SET);
    }
}
