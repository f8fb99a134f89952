package io.otalite.api.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.api.targets.EditRefusedException.Reason;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks to be done to the Targets of a factory.
 *
 * <p>An edit is applied to the Targets as they are under the factory's lock, never to what the client read before: two
 * clients that tag different Targets at once both get what they asked for.
 */
public sealed interface TargetsEdit {
    /**
     * The Targets after the edit; the ones given are not changed.
     *
     * @throws EditRefusedException when it cannot be applied; then nothing of it is
     */
    SortedMap<TargetName, Target> apply(SortedMap<TargetName, Target> current);

    /** One line for the job's log. */
    String describe();

    /** These and no others (PUT). */
    record Replace(SortedMap<TargetName, Target> targets) implements TargetsEdit {
        public Replace {
            targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        }

        @Override
        public SortedMap<TargetName, Target> apply(SortedMap<TargetName, Target> current) {
            return targets;
        }

        @Override
        public String describe() {
            return "Replaced all Targets with " + targets.size();
        }
    }

    /** These as well (POST). What exists already with the same content is left as it is, so that a repeated request is harmless. */
    record Add(SortedMap<TargetName, Target> targets) implements TargetsEdit {
        public Add {
            targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        }

        @Override
        public SortedMap<TargetName, Target> apply(SortedMap<TargetName, Target> current) {
            var result = new TreeMap<>(current);
            targets.forEach((name, target) -> {
                var existing = result.putIfAbsent(name, target);
                if (existing != null && !existing.equals(target)) {
                    throw new EditRefusedException(
                            Reason.TARGET_EXISTS,
                            TargetsRequest.pointer(name),
                            "Target %s exists with other content. Change it with PATCH, or choose another name."
                                    .formatted(name.value()));
                }
            });
            return result;
        }

        @Override
        public String describe() {
            return "Added " + targets.size() + " Targets";
        }
    }

    /** Deep merge into existing Targets (PATCH): objects member by member, everything else replaced. */
    record Merge(Map<TargetName, ObjectNode> changes) implements TargetsEdit {
        public Merge {
            changes = Collections.unmodifiableMap(new TreeMap<>(changes));
        }

        @Override
        public SortedMap<TargetName, Target> apply(SortedMap<TargetName, Target> current) {
            var result = new TreeMap<>(current);
            changes.forEach((name, change) -> {
                var existing = existing(result.get(name), name, TargetsRequest.pointer(name));
                var merged = DeepMerge.merge(existing.toJson(), change, TargetsRequest.pointer(name));
                result.put(name, TargetsRequest.target(name, merged));
            });
            return result;
        }

        @Override
        public String describe() {
            return "Changed " + changes.size() + " Targets";
        }
    }

    /** All but these (DELETE). */
    record Remove(List<TargetName> names) implements TargetsEdit {
        public Remove {
            names = List.copyOf(names);
        }

        @Override
        public SortedMap<TargetName, Target> apply(SortedMap<TargetName, Target> current) {
            var result = new TreeMap<>(current);
            for (int i = 0; i < names.size(); i++) {
                existing(result.remove(names.get(i)), names.get(i), "/targets/" + i);
            }
            return result;
        }

        @Override
        public String describe() {
            return "Removed " + names.size() + " Targets";
        }
    }

    private static Target existing(@Nullable Target target, TargetName name, String where) {
        if (target == null) {
            throw new EditRefusedException(
                    Reason.UNKNOWN_TARGET,
                    where,
                    "There is no Target %s. The whole request was refused; read the Targets and send it without that name."
                            .formatted(name.value()));
        }
        return target;
    }
}
