package io.otalite.api.targets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.targets.EditRefusedException.Reason;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsEditTest {
    private static final String HASH = "a".repeat(64);
    private static final TargetName BOARD_1 = new TargetName("board-lmp-1");
    private static final TargetName BOARD_2 = new TargetName("board-lmp-2");

    private final SortedMap<TargetName, Target> current =
            TargetsRequest.replace(body(target("board-lmp-1", "1"))).targets();

    @Test
    void replacingLeavesNothingElse() {
        var result = TargetsRequest.replace(body(target("board-lmp-2", "2"))).apply(current);

        assertThat(result).containsOnlyKeys(BOARD_2);
    }

    @Test
    void addingKeepsWhatIsThere() {
        var result = TargetsRequest.add(body(target("board-lmp-2", "2"))).apply(current);

        assertThat(result).containsOnlyKeys(BOARD_1, BOARD_2);
    }

    @Test
    void addingTheSameTwiceIsHarmless() {
        var result = TargetsRequest.add(body(target("board-lmp-1", "1"))).apply(current);

        assertThat(result).isEqualTo(current);
    }

    @Test
    void addingOtherContentUnderAnExistingNameIsRefused() {
        var edit = TargetsRequest.add(body(target("board-lmp-1", "2")));

        assertRefused(Reason.TARGET_EXISTS, "/targets/board-lmp-1", () -> edit.apply(current));
    }

    @Test
    void mergingReplacesScalarsAndListsAndKeepsTheRest() {
        var edit = TargetsRequest.merge("""
                {"targets":{"board-lmp-1":{"custom":{"tags":["main"],"apps":{"web":{"uri":"b"}}}}}}""".getBytes(UTF_8));

        var custom = edit.apply(current).get(BOARD_1).custom();

        assertThat(custom.toString()).isEqualTo("""
                        {"version":"1","hardwareIds":["board"],"tags":["main"],"apps":{"web":{"uri":"b"},"db":{"uri":"x"}}}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"custom\":{\"tags\":\"main\"}}          | /targets/board-lmp-1/custom/tags",
                "{\"custom\":{\"apps\":{\"web\":\"x\"}}}   | /targets/board-lmp-1/custom/apps/web",
                "{\"custom\":{\"tags\":null}}              | /targets/board-lmp-1/custom/tags",
                "{\"length\":\"7\"}                        | /targets/board-lmp-1/length",
            })
    void aMergeNeverChangesTheTypeOfAValue(String change, String where) {
        var edit = TargetsRequest.merge(
                "{\"targets\":{\"board-lmp-1\":%s}}".formatted(change).getBytes(UTF_8));

        assertRefused(Reason.MERGE_TYPE_MISMATCH, where, () -> edit.apply(current));
    }

    @Test
    void mergingIntoATargetThatIsNotThereFailsTheWholeEdit() {
        var edit = TargetsRequest.merge("""
                {"targets":{"board-lmp-1":{"length":7},"nope":{"length":7}}}""".getBytes(UTF_8));

        assertRefused(Reason.UNKNOWN_TARGET, "/targets/nope", () -> edit.apply(current));
    }

    @Test
    void removingATargetThatIsNotThereFailsTheWholeEdit() {
        var edit = TargetsRequest.remove("{\"targets\":[\"board-lmp-1\",\"nope\"]}".getBytes(UTF_8));

        assertRefused(Reason.UNKNOWN_TARGET, "/targets/1", () -> edit.apply(current));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                             | INVALID_REQUEST | ''",
                "{\"targets\":[]}                                               | INVALID_REQUEST | /targets",
                "{\"targets\":{\"a\":7}}                                        | INVALID_REQUEST | /targets/a",
                "{\"targets\":{\"../a\":{}}}                                    | INVALID_TARGET  | /targets/..~1a",
                "{\"targets\":{\"a\":{}}}                                       | INVALID_TARGET  | /targets/a",
                "{\"targets\":{\"a\":{\"length\":0,\"hashes\":{\"sha256\":\"AB\"},\"custom\":{}}}} | INVALID_TARGET | /targets/a",
            })
    void aBodyOfAnotherShapeIsRefusedWithItsPlace(String body, Reason reason, String where) {
        assertRefused(reason, where, () -> TargetsRequest.replace(body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"hardwareIds\":[\"b\"]}                              | version",
                "{\"version\":1,\"hardwareIds\":[\"b\"]}                | version",
                "{\"version\":\"one\",\"hardwareIds\":[\"b\"]}          | version",
                "{\"version\":\"1\"}                                    | hardwareIds",
                "{\"version\":\"1\",\"hardwareIds\":[]}                 | hardwareIds",
                "{\"version\":\"1\",\"hardwareIds\":\"b\"}              | hardwareIds",
                "{\"version\":\"1\",\"hardwareIds\":[\"b\"],\"tags\":[1]} | tags",
            })
    void aTargetThatTheCommandLineCannotListIsRefused(String custom, String member) {
        var body = "{\"targets\":{\"a\":{\"length\":0,\"hashes\":{\"sha256\":\"%s\"},\"custom\":%s}}}"
                .formatted(HASH, custom)
                .getBytes(UTF_8);

        assertRefused(Reason.INVALID_TARGET, "/targets/a/custom/" + member, () -> TargetsRequest.replace(body));
    }

    private static void assertRefused(Reason reason, String where, Runnable edit) {
        assertThatThrownBy(edit::run).isInstanceOfSatisfying(EditRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.where()).isEqualTo(where);
        });
    }

    private static byte[] body(String targets) {
        return "{\"targets\":{%s}}".formatted(targets).getBytes(UTF_8);
    }

    private static String target(String name, String version) {
        return """
                "%s":{"length":0,"hashes":{"sha256":"%s"},"custom":{"version":"%s","hardwareIds":["board"],\
                "tags":["devel"],"apps":{"web":{"uri":"a"},"db":{"uri":"x"}}}}""".formatted(name, HASH, version);
    }
}
