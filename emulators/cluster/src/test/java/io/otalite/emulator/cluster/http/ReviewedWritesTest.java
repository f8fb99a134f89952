package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.wire.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reviewers are asked, and that nothing else is written than what they have seen. */
class ReviewedWritesTest {
    private static final ObjectKey MAP = new ObjectKey(Kinds.CONFIG_MAP, "shop", "map");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());
    private final Asked asked = new Asked();
    private final Writes writes = new Writes(
            objects, new WriteRules((_, _, old) -> old, (_, _) -> List.of(), (_, _, wanted, _, _, _) -> wanted, asked));

    @BeforeEach
    void namespace() {
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), Json.object(), Write.FOR_REAL);
    }

    @Test
    void aReviewerSeesTheObjectAsItWouldBeStoredBeforeItIs() {
        // Given
        asked.before = () -> assertThat(objects.get(MAP)).isEmpty();

        // When
        var written = writes.create(call(""), MAP, Json.object().put("a", 1));

        // Then
        assertThat(asked.operations).containsExactly(Operation.CREATE);
        assertThat(Metadata.name(asked.wanted.getFirst())).isEqualTo("map");
        assertThat(written.warnings()).containsExactly("careful");
    }

    @Test
    void aRefusalStoresNothing() {
        // Given
        asked.before = () -> {
            throw Refusal.badRequest("no");
        };

        // When
        assertThatThrownBy(() -> writes.create(call(""), MAP, Json.object())).hasMessage("no");

        // Then
        assertThat(objects.get(MAP)).isEmpty();
    }

    @Test
    void anObjectThatChangesDuringTheReviewIsReviewedAgain() {
        // Given
        objects.create(MAP, Json.object(), Write.FOR_REAL);
        var others = new ArrayList<>(List.of(1, 2));
        asked.before = () -> {
            if (!others.isEmpty()) {
                var other = others.removeFirst();
                objects.update(MAP, object -> object.put("other", other));
            }
        };

        // When
        var written = writes.update(call(""), MAP, Part.MAIN, object -> object.put("mine", 1));

        // Then
        assertThat(asked.wanted).hasSize(3);
        assertThat(asked.wanted.getLast().path("other").asInt()).isEqualTo(2);
        assertThat(written.object().path("other").asInt()).isEqualTo(2);
        assertThat(written.object().path("mine").asInt()).isEqualTo(1);
    }

    @Test
    void anObjectThatNeverRestsIsAConflict() {
        // Given
        objects.create(MAP, Json.object(), Write.FOR_REAL);
        asked.before = () -> objects.update(
                MAP, object -> object.put("other", object.path("other").asInt() + 1));

        // When
        assertThatThrownBy(() -> writes.update(call(""), MAP, Part.MAIN, object -> object.put("mine", 1)))
                // Then
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(409));
        assertThat(asked.wanted).hasSize(5);
    }

    @Test
    void aDryRunIsReviewedAndForgotten() {
        // When
        writes.create(call("dryRun=All"), MAP, Json.object());

        // Then
        assertThat(asked.operations).containsExactly(Operation.CREATE);
        assertThat(objects.get(MAP)).isEmpty();
    }

    @Test
    void aStatusIsNotReviewed() {
        // Given
        objects.create(MAP, Json.object(), Write.FOR_REAL);

        // When
        writes.update(call(""), MAP, Part.STATUS, object -> object.put("mine", 1));

        // Then
        assertThat(asked.operations).isEmpty();
    }

    @Test
    void whatGoesIsWhatWasReviewed() {
        // Given
        objects.create(MAP, Json.object(), Write.FOR_REAL);
        asked.before = () -> {
            if (asked.operations.size() == 1) {
                objects.update(MAP, object -> object.put("other", 1));
            }
        };

        // When
        var written = writes.delete(call(""), MAP, DeleteOptions.of(call("")));

        // Then
        assertThat(written.warnings()).containsExactly("careful");
        assertThat(asked.operations).containsExactly(Operation.DELETE, Operation.DELETE);
        assertThat(objects.get(MAP)).isEmpty();
    }

    @Test
    void aDryRunThatTheBodyAsksForIsToldToTheReviewers() {
        // Given
        objects.create(MAP, Json.object(), Write.FOR_REAL);
        var options = new DeleteOptions(OptionalInt.empty(), List.of(), "", "", true);

        // When
        writes.delete(call(""), MAP, options);

        // Then
        assertThat(asked.writes).containsExactly(Write.DRY_RUN);
        assertThat(objects.get(MAP)).isPresent();
    }

    private static Call call(String query) {
        var caller = new Caller("ann", "", List.of());
        return new Call("POST", Query.parse(query), new Headers(), new byte[0], caller);
    }

    private static final class Asked implements WriteRules.Reviewers {
        private final List<Operation> operations = new ArrayList<>();
        private final List<ObjectNode> wanted = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();
        private Runnable before = () -> {};

        @Override
        public boolean exist() {
            return true;
        }

        @Override
        public List<String> review(
                Operation operation, ObjectKey key, ObjectNode old, ObjectNode object, Caller caller, Write write) {
            operations.add(operation);
            writes.add(write);
            wanted.add(object);
            before.run();
            return List.of("careful");
        }
    }
}
