package io.otalite.benchmarks.sample;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Targets of a factory: one for each build and board, about a kilobyte each. They are made from their number alone, and
 * their hashes do not compress, as real ones do not.
 */
public final class SampleTargets {
    private static final List<Board> BOARDS = List.of(
            new Board("intel-corei7-64", "x86_64"),
            new Board("raspberrypi4-64", "aarch64"),
            new Board("imx8mm-lpddr4-evk", "aarch64"));
    private static final List<String> APPS = List.of("gateway", "telemetry");
    private static final Instant FIRST_BUILD = Instant.parse("2026-01-01T00:00:00Z");
    private static final int COMMIT_DIGITS = 40;
    private static final int TAGS = 10;

    private final SortedMap<TargetName, Target> targets;
    private final List<TargetName> names;

    private record Board(String hardwareId, String architecture) {}

    private SampleTargets(SortedMap<TargetName, Target> targets) {
        this.targets = Collections.unmodifiableSortedMap(targets);
        this.names = List.copyOf(targets.keySet());
    }

    /** So many Targets. */
    public static SampleTargets of(int count) {
        var targets = new TreeMap<TargetName, Target>();
        for (int i = 0; i < count; i++) {
            var board = BOARDS.get(i % BOARDS.size());
            var build = 1 + i / BOARDS.size();
            var name = new TargetName(board.hardwareId() + "-lmp-" + build);
            targets.put(name, target(name, board, build));
        }
        return new SampleTargets(targets);
    }

    private static Target target(TargetName name, Board board, int build) {
        var hashes = new TreeMap<>(Map.of("sha256", digest(name + " ostree")));
        return new Target(0, hashes, custom(name, board, build));
    }

    private static ObjectNode custom(TargetName name, Board board, int build) {
        var custom = JsonNodeFactory.instance.objectNode();
        var built = FIRST_BUILD.plus(Duration.ofHours(build)).toString();
        custom.put("name", board.hardwareId() + "-lmp");
        custom.put("version", Integer.toString(build));
        custom.putArray("hardwareIds").add(board.hardwareId());
        tag(custom, build);
        custom.put("targetFormat", "OSTREE");
        custom.put("createdAt", built);
        custom.put("updatedAt", built);
        custom.put("uri", "https://ci.example.com/projects/sample/lmp/builds/" + build);
        custom.put("arch", board.architecture());
        custom.put("image-file", "lmp-factory-image-" + board.hardwareId() + ".wic.gz");
        custom.put("lmp-ver", "95");
        custom.put("lmp-manifest-sha", commit(name + " manifest"));
        custom.put("meta-subscriber-overrides-sha", commit(name + " overrides"));
        custom.put("containers-sha", commit(name + " containers"));
        var apps = custom.putObject("docker_compose_apps");
        APPS.forEach(app -> apps.putObject(app)
                .put("uri", "hub.example.com/sample/" + app + "@sha256:" + digest(name + " " + app)));
        return custom;
    }

    /**
     * One of ten tags, each of which is a set of its own; all of the same length, so that a factory does not grow while it is
     * measured.
     */
    private static void tag(ObjectNode custom, long revision) {
        custom.putArray("tags").add("wave-" + revision % TAGS);
    }

    private static String digest(String text) {
        return Bytes.utf8(text).sha256().hex();
    }

    private static String commit(String text) {
        return digest(text).substring(0, COMMIT_DIGITS);
    }

    /** As libraries see them. */
    public SortedMap<TargetName, Target> targets() {
        return targets;
    }

    public int size() {
        return names.size();
    }

    /** The body of the PUT after which a factory has these Targets and no others. */
    public byte[] all() {
        var body = JsonNodeFactory.instance.objectNode();
        var members = body.putObject("targets");
        targets.forEach((name, target) -> members.set(name.value(), target.toJson()));
        return encoded(body);
    }

    /**
     * The body of a PATCH that gives one Target another tag, the most frequent change there is.
     *
     * @param index which Target, from 0
     * @param revision chooses the tag
     */
    public byte[] change(int index, long revision) {
        var body = JsonNodeFactory.instance.objectNode();
        var custom =
                body.putObject("targets").putObject(names.get(index).value()).putObject("custom");
        tag(custom, revision);
        return encoded(body);
    }

    private static byte[] encoded(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
