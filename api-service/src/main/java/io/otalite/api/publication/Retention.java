package io.otalite.api.publication;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * How many builds a tag keeps. A Target stays as long as one of its tags needs it for one of its hardware ids; one without
 * a tag always stays, because nobody can tell who needs it.
 *
 * @param keepPerTag builds that are kept for each tag and hardware id, at least one
 */
public record Retention(int keepPerTag) {
    public Retention {
        if (keepPerTag < 1) {
            throw new InvalidValueException("retention.keepPerTag", "at least 1", Integer.toString(keepPerTag));
        }
    }

    /** Who follows a line of builds: the devices of one kind with one tag. */
    private record Line(String tag, String hardwareId) {}

    private record Build(TargetName name, long version) {}

    /** The Targets that no tag needs, the oldest builds first. */
    public List<TargetName> superseded(SortedMap<TargetName, Target> targets) {
        Map<Line, List<Build>> lines = new HashMap<>();
        List<Build> tagged = new ArrayList<>();
        targets.forEach((name, target) -> {
            var build = new Build(name, target.custom("version").asLong());
            var tags = target.custom("tags");
            if (!tags.isEmpty()) {
                tagged.add(build);
            }
            for (JsonNode tag : tags) {
                for (var hardwareId : hardwareIds(target)) {
                    lines.computeIfAbsent(new Line(tag.asText(), hardwareId), _ -> new ArrayList<>())
                            .add(build);
                }
            }
        });
        var needed = needed(lines.values());
        return tagged.stream()
                .filter(build -> !needed.contains(build.name()))
                .sorted(Comparator.comparingLong(Build::version))
                .map(Build::name)
                .toList();
    }

    /** Imported Targets may say of no hardware that they are for it: they are for any. */
    private static List<String> hardwareIds(Target target) {
        var listed =
                target.custom("hardwareIds").valueStream().map(JsonNode::asText).toList();
        return listed.isEmpty() ? List.of("") : listed;
    }

    private Set<TargetName> needed(Iterable<List<Build>> lines) {
        Set<TargetName> needed = new HashSet<>();
        for (var builds : lines) {
            var kept = builds.stream()
                    .map(Build::version)
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .limit(keepPerTag)
                    .toList();
            builds.stream()
                    .filter(build -> build.version() >= kept.getLast())
                    .forEach(build -> needed.add(build.name()));
        }
        return needed;
    }
}
