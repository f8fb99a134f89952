package io.otalite.rotation.restart.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rest.ProblemException;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Quarantine;
import io.otalite.rotation.restart.RestartRecords;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.http.RestartsResource.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RestartsResourceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "key");

    private final RestartsResource resource = new RestartsResource(new ThreeTasks());

    @Test
    void allPagesTogetherAreTheList() {
        // When
        var found = new ArrayList<String>();
        var token = "";
        do {
            var page = resource.list("r-1", "2", token);
            page.items().stream().map(TaskView::workload).forEach(found::add);
            token = page.nextPageToken();
        } while (!token.isEmpty());

        // Then
        assertThat(found).containsExactly("shop/Deployment/web-1", "shop/Deployment/web-2", "shop/Deployment/web-3");
    }

    @Test
    void aRotationIsToldWithWhatHasChanged() {
        // When
        var rotation = resource.one("r-1");

        // Then
        assertThat(rotation.tasks()).hasSize(3);
        assertThat(rotation.changes()).singleElement().satisfies(change -> {
            assertThat(change.secret()).isEqualTo("shop/Secret/key");
            assertThat(change.newKeyId()).contains("new");
        });
    }

    @Test
    void whatWasSetAsideIsToldWithoutItsContent() {
        // When
        var page = resource.quarantine("1", null);

        // Then
        assertThat(page.items()).extracting(entry -> entry.offset()).containsExactly(7L);
        assertThat(page.nextPageToken()).isEmpty();
    }

    @Test
    void anUnknownRotationIsAProblem() {
        assertThatThrownBy(() -> resource.one("r-2"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(404));
    }

    private static final class ThreeTasks implements RestartRecords {
        @Override
        public List<Entry> entries(Optional<String> rotationId, long after, int limit) {
            return LongStream.rangeClosed(after + 1, 3)
                    .limit(limit)
                    .mapToObj(ThreeTasks::entry)
                    .toList();
        }

        private static Entry entry(long id) {
            var task = new RestartTask(
                    "r-1",
                    new ObjectRef(Kinds.DEPLOYMENT, "shop", "web-" + id),
                    State.WAITING,
                    Optional.empty(),
                    List.of(),
                    "its turn",
                    NOON,
                    false);
            return new Entry(id, task, List.of(SECRET), "its turn", NOON);
        }

        @Override
        public void forget(Instant before) {
            throw new AssertionError();
        }

        @Override
        public List<Change> changes(String rotationId) {
            return rotationId.equals("r-1")
                    ? List.of(new Change(
                            "r-1",
                            SECRET,
                            new TreeSet<>(List.of("key")),
                            Optional.empty(),
                            Optional.of("new"),
                            Optional.empty(),
                            NOON))
                    : List.of();
        }

        @Override
        public List<Quarantine.Entry> quarantined(long after, int limit) {
            return List.of(new Quarantine.Entry(1, "topic", 0, 7, "shop/key", "BAD_VALUE", 8, NOON));
        }

        @Override
        public Counts counts() {
            return Counts.NONE;
        }
    }
}
