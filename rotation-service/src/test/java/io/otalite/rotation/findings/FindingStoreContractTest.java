package io.otalite.rotation.findings;

import static io.otalite.rotation.findings.Samples.NOON;
import static io.otalite.rotation.findings.Samples.WEB;
import static io.otalite.rotation.findings.Samples.finding;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.Event;
import io.otalite.events.FindingCleared;
import io.otalite.events.FindingRaised;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of findings keeps to. */
public abstract class FindingStoreContractTest {
    private static final ObjectRef WORKER = new ObjectRef("Deployment", "shop", "worker");

    private FindingStore store;

    /** An empty store. */
    protected abstract FindingStore store();

    /** The events that the store has left for others, in order. */
    protected abstract List<Event> events();

    @BeforeEach
    void empty() {
        store = store();
    }

    @Test
    void whatIsRaisedIsOpenAndTold() {
        // When
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);

        // Then
        var expected = finding(WEB, "missing");
        assertThat(store.open()).containsExactly(expected.opened());
        assertThat(events()).singleElement().isInstanceOfSatisfying(FindingRaised.class, event -> {
            assertThat(event.id()).isEqualTo(expected.id());
            assertThat(event.workload()).hasToString("shop/Deployment/web");
            assertThat(event.verdict()).isEqualTo("BLOCKED_START");
            assertThat(event.cause()).isEqualTo("object_missing");
            assertThat(event.fix().orElseThrow().patch().orElseThrow()).startsWith("[{");
            assertThat(event.since()).isEqualTo(NOON);
        });
    }

    @Test
    void theSameASecondTimeTellsNobody() {
        // Given
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);

        // When
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);

        // Then
        assertThat(events()).hasSize(1);
    }

    @Test
    void theSameInOtherWordsTellsNobody() {
        // Given
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);

        // When
        store.record(List.of(finding(WEB, "missing for long")), List.of(), NOON);

        // Then
        assertThat(events()).hasSize(1);
    }

    @Test
    void anotherFixIsTold() {
        // Given
        var known = Samples.reason(Verdict.BLOCKED_START, "missing");
        store.record(List.of(new Finding(WEB, known, NOON, 0, NOON)), List.of(), NOON);
        var without = new Reason(
                known.verdict(),
                known.cause(),
                known.revision(),
                known.path(),
                known.target(),
                known.key(),
                known.message(),
                known.since(),
                known.evidence(),
                Optional.empty(),
                Optional.empty());

        // When
        store.record(List.of(new Finding(WEB, without, NOON, 0, NOON)), List.of(), NOON);

        // Then
        assertThat(events()).hasSize(2);
        assertThat(store.open()).extracting(OpenFinding::fix).containsExactly("");
    }

    @Test
    void somethingNewToSayIsToldWithTheFirstSince() {
        // Given
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);
        var later = Samples.reason(Verdict.AT_RISK, "still missing");
        var restarted = new Finding(WEB, later, NOON.plusSeconds(60), 2, NOON.plusSeconds(60));

        // When
        store.record(List.of(restarted), List.of(), NOON);

        // Then
        assertThat(store.open()).singleElement().satisfies(open -> {
            assertThat(open.message()).isEqualTo("still missing");
            assertThat(open.since()).isEqualTo(NOON);
        });
        assertThat(events()).hasSize(2);
        assertThat(events().getLast()).isInstanceOfSatisfying(FindingRaised.class, event -> {
            assertThat(event.since()).isEqualTo(NOON);
            assertThat(event.alsoAffected()).isEqualTo(2);
        });
    }

    @Test
    void whatIsClearedIsGoneAndTold() {
        // Given
        var web = finding(WEB, "missing");
        store.record(List.of(web, finding(WORKER, "missing")), List.of(), NOON);

        // When
        store.record(List.of(), List.of(web.id()), NOON.plusSeconds(5));

        // Then
        assertThat(store.open()).extracting(OpenFinding::workload).containsExactly(WORKER);
        assertThat(events().getLast())
                .isEqualTo(new FindingCleared(
                        web.id(),
                        ((FindingRaised) events().getFirst()).workload(),
                        "object_missing",
                        NOON,
                        NOON.plusSeconds(5)));
    }

    @Test
    void whatIsNotOpenIsClearedInSilence() {
        // When
        store.record(List.of(), List.of(finding(WEB, "missing").id()), NOON);

        // Then
        assertThat(events()).isEmpty();
    }
}
