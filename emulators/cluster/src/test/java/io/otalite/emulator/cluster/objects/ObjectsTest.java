package io.otalite.emulator.cluster.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.ObjectChange.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectsTest {
    private static final ObjectKey SECRET = new ObjectKey(Kinds.SECRET, "shop", "token");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());

    @BeforeEach
    void namespace() {
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), empty(), Write.FOR_REAL);
    }

    @Test
    void largeChangesHaveAShorterHistory() {
        // Given
        var text = "x".repeat(1024 * 1024);
        objects.create(SECRET, JsonNodeFactory.instance.objectNode(), Write.FOR_REAL);
        var since = objects.version();

        // When
        for (var i = 0; i < 100; i++) {
            var n = i;
            objects.update(SECRET, object -> object.put("text", text).put("n", n));
        }

        // Then
        assertThatThrownBy(() -> objects.watch(_ -> true, since)).hasMessageStartingWith("too old resource version");
        try (var watch = objects.watch(_ -> true, objects.version() - 50)) {
            assertThat(watch.hasNext()).isTrue();
        }
    }

    @Test
    void aWatchFromAListMissesNothing() throws InterruptedException {
        // Given
        var version = objects.list(Kinds.SECRET, "").version();

        // When
        objects.create(SECRET, empty(), Write.FOR_REAL);
        objects.update(SECRET, secret -> secret.put("type", "Opaque"));
        objects.remove(SECRET);

        // Then
        try (var watch = objects.watch(key -> key.kind().equals(Kinds.SECRET), version)) {
            for (var type : List.of(Type.ADDED, Type.MODIFIED, Type.DELETED)) {
                assertThat(watch.next(Duration.ZERO))
                        .hasValueSatisfying(change -> assertThat(change.type()).isEqualTo(type));
            }
            assertThat(watch.hasNext()).isFalse();
        }
    }

    @Test
    void aWriteThatChangesNothingTakesNoVersion() {
        // Given
        var created = objects.create(SECRET, empty(), Write.FOR_REAL);

        // When
        var updated = objects.update(SECRET, secret -> secret);

        // Then
        assertThat(updated).isSameAs(created);
        assertThat(objects.version()).isEqualTo(Long.parseLong(Metadata.version(created)));
    }

    @Test
    void aStaleVersionIsAConflict() {
        // Given
        var stale = objects.create(SECRET, empty(), Write.FOR_REAL);
        objects.update(SECRET, secret -> secret.put("type", "Opaque"));

        // Then
        assertThatThrownBy(() -> objects.update(SECRET, _ -> stale.deepCopy().put("type", "x")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo("Conflict"));
    }

    @Test
    void aDryRunIsAnsweredAndForgotten() {
        // When
        var answer = objects.create(SECRET, empty().put("type", "x"), Write.DRY_RUN);

        // Then
        assertThat(answer.path("type").asText()).isEqualTo("x");
        assertThat(objects.get(SECRET)).isEmpty();
    }

    @Test
    void anObjectWithFinalizersGoesWhenTheyAreGone() {
        // Given
        objects.create(SECRET, empty(), Write.FOR_REAL);
        objects.delete(SECRET, _ -> {}, 0, List.of("foregroundDeletion"), Write.FOR_REAL);
        assertThat(objects.get(SECRET))
                .hasValueSatisfying(
                        object -> assertThat(Metadata.isDeleted(object)).isTrue());

        // When
        objects.update(SECRET, secret -> {
            Metadata.of(secret).remove("finalizers");
            return secret;
        });

        // Then
        assertThat(objects.get(SECRET)).isEmpty();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
