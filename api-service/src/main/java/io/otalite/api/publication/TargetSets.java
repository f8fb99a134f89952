package io.otalite.api.publication;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Targets of a factory by set: all of them, and those of each tag.
 *
 * @param byName the full set is always there
 */
public record TargetSets(SortedMap<String, SortedMap<TargetName, Target>> byName) {
    /** All Targets. */
    public SortedMap<TargetName, Target> full() {
        return of(DocumentIdentity.FULL_SET);
    }

    /** The Targets of a set; none when there is no such set. */
    public SortedMap<TargetName, Target> of(String name) {
        return Optional.ofNullable(byName.get(name)).orElseGet(Collections::emptySortedMap);
    }

    /**
     * Sorts the Targets into sets.
     *
     * @param served sets that go on to be served, though no Target may be left in them: their devices see that they are
     *     empty instead of an error
     */
    public static TargetSets of(SortedMap<TargetName, Target> targets, Collection<String> served) {
        SortedMap<String, SortedMap<TargetName, Target>> sets = new TreeMap<>();
        served.forEach(name -> sets.put(name, new TreeMap<>()));
        sets.put(DocumentIdentity.FULL_SET, targets);
        targets.forEach((name, target) -> {
            for (JsonNode tag : target.custom("tags")) {
                sets.computeIfAbsent(tag.textValue(), _ -> new TreeMap<>()).put(name, target);
            }
        });
        return new TargetSets(Collections.unmodifiableSortedMap(sets));
    }
}
