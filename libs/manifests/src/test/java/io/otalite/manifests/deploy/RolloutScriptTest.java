package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict on a deployment and the way back, with a cluster that says what the test wants. */
class RolloutScriptTest {
    private static final String APPLY = "kubectl apply -f rendered.yaml";

    @TempDir
    private Path folder;

    private FakePrograms programs;

    @BeforeEach
    void prepare() throws IOException {
        programs = new FakePrograms(folder);
    }

    @Test
    void whatStaysWellIsDeployed() throws Exception {
        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Well for 1 s", "Deployed");
        assertThat(programs.calls()).contains(APPLY).noneMatch(call -> call.contains("undo"));
    }

    /** This is what "up for a second" would not have noticed. */
    @Test
    void aContainerThatEndsWithinTheWindowTakesEverythingBackToItsRevision() throws Exception {
        programs.pods(5, "a||True|0\nb||True|1\n");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("restarted", "> b||True|1", "Going back");
        assertThat(programs.calls())
                .contains(
                        "kubectl -n ota-lite rollout undo deployment/api-service --to-revision 7",
                        "kubectl -n ota-lite rollout undo deployment/backup-service --to-revision 7",
                        "kubectl -n ota-lite-rotation rollout undo deployment/rotation-service --to-revision 7");
    }

    @Test
    void aPodThatIsNotReadyIsNotWell() throws Exception {
        programs.pods(1, "a||True|0\nb||False|0\n");

        assertThat(rollout().code()).isEqualTo(1);
    }

    @Test
    void aPodThatIsGoingAnywayDoesNotCount() throws Exception {
        programs.pods(1, "a||True|0\nold|2030-01-01T00:00:00Z|False|3\n");
        programs.pods(4, "a||True|0\n");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isZero();
    }

    @Test
    void whatDoesNotComeUpIsTakenBack() throws Exception {
        programs.say("status", "1");

        var ended = rollout();

        assertThat(ended.output()).contains("did not come up");
        assertThat(programs.calls()).anyMatch(call -> call.contains("undo"));
        assertThat(ended.code()).as("the way back does not come up either").isEqualTo(3);
    }

    @Test
    void whatRunsAndWouldNotStartAgainIsNotWell() throws Exception {
        programs.say(
                "judgements", "{\"items\":[{\"workload\":{\"name\":\"api-service\"},\"verdict\":\"BLOCKED_START\"}]}");

        var ended = rollout();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("would not start again", "api-service");
    }

    /** Nothing that only watches may take down what it watches. */
    @Test
    void withoutAnAnswerOfTheJudgeNothingIsTakenBackAndSomebodyHasToLook() throws Exception {
        programs.remove("judgements");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(programs.calls()).noneMatch(call -> call.contains("undo"));
    }

    @Test
    void whatWasNotThereBeforeHasNoWayBack() throws Exception {
        programs.say("revision", "");
        programs.pods(5, "c||True|0\n");

        var ended = rollout();

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.output()).contains("no way back");
    }

    @Test
    void theTokenIsOnNoCommandLine() throws Exception {
        rollout();

        assertThat(programs.headers()).contains("Authorization: Bearer the-token");
        assertThat(programs.calls()).noneMatch(call -> call.contains("the-token"));
    }

    private FakePrograms.Ended rollout() throws IOException, InterruptedException {
        return programs.run(folder, "rollout.sh", "rendered.yaml", "1");
    }
}
