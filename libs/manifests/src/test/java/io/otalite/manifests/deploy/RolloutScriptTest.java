package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdict on a deployment and the way back, with a cluster that says what the test wants. */
class RolloutScriptTest {
    private static final String APPLY = "kubectl apply -f rendered.yaml";

    @TempDir
    private Path folder;

    private FakePrograms programs;

    @BeforeEach
    void prepare() throws IOException {
        programs = new FakePrograms(folder);
        programs.say("rendered.yaml", "new\n");
    }

    @Test
    void whatStaysWellIsDeployed() throws Exception {
        var ended = programs.run(folder, "rollout.sh", "rendered.yaml", "1");

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
    void fewerPodsThanThereHaveToBeAreNotWell() throws Exception {
        programs.pods(1, "\n");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("has 0 pods of 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get pods", "spec.replicas", "rollout status", "apply -f", "get -f", "jsonpath={.metadata"})
    void aLostConnectionIsNoAnswer(String call) throws Exception {
        programs.broken(2, call);
        programs.say("reason", "NewReplicaSetAvailable");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isZero();
    }

    @Test
    void aClusterThatDoesNotAnswerAnyMoreIsNoReasonToTakeSomethingBack() throws Exception {
        programs.broken(1_000, "get pods");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(programs.calls()).noneMatch(call -> call.contains("undo"));
    }

    @Test
    void withoutAnAnswerBeforeNothingIsTouched() throws Exception {
        programs.broken(1_000, "get -f");

        var ended = rollout();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("nothing was touched");
        assertThat(programs.calls()).noneMatch(call -> call.contains("apply"));
    }

    /** A pod reads its settings when it starts. */
    @Test
    void settingsGoBackBeforeThePodsDo() throws Exception {
        programs.say("settings", "---\n{\"kind\":\"ConfigMap\"}\n");
        programs.pods(5, "a||True|0\nb||True|1\n");

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(programs.file("applied")).isEqualTo("new\n---\n{\"kind\":\"ConfigMap\"}\n");
        assertThat(programs.calls().stream()
                        .filter(call -> call.contains("apply") || call.contains("undo"))
                        .toList())
                .hasSize(5)
                .startsWith(APPLY)
                .last()
                .asString()
                .contains("undo");
    }

    @Test
    void aPodThatIsGoingAnywayDoesNotCount() throws Exception {
        programs.say("replicas", "1");
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
        programs.judged("BLOCKED_START", 0);

        var ended = rollout();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("would not start again", "api-service");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, 0", "OK, 9999", "BLOCKED_START, 9999"})
    void whatTheJudgeDoesNotKnowOrSawTooLongAgoIsForSomebodyToLookAt(String verdict, int age) throws Exception {
        programs.judged(verdict, age);

        var ended = rollout();

        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("cannot be told", "api-service");
        assertThat(programs.calls()).noneMatch(call -> call.contains("undo"));
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

        assertThat(programs.file("headers")).contains("Authorization: Bearer the-token");
        assertThat(programs.calls()).noneMatch(call -> call.contains("the-token"));
    }

    private FakePrograms.Ended rollout() throws IOException, InterruptedException {
        return programs.run(folder, "rollout.sh", "rendered.yaml", "0");
    }
}
