package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.CloudEvents;
import io.otalite.events.EventMessage;
import io.otalite.events.KeyRotated;
import io.otalite.events.ObjectName;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.KeyRotations.Taken;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SECRET = "{apiVersion: v1, kind: Secret,"
            + " metadata: {name: key, namespace: shop, uid: u, resourceVersion: \"7\"}, data: {key: eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=}}";

    private final MutableClock clock = new MutableClock(NOON);
    private final TestWorld world = new TestWorld(clock).with(SECRET);
    private final NotedRestarts restarts = new NotedRestarts();
    private final List<String> setAside = new ArrayList<>();
    private Instant written = NOON.minusSeconds(1);
    private int counted;

    @BeforeEach
    void see() {
        world.world().see(Scope.everywhere(Kinds.DEPLOYMENT));
    }

    @Test
    void whatIsUnderstoodIsRequested() {
        // When
        var taken = take(event(Optional.of("r-1"), "shop", NOON), false);

        // Then
        assertThat(taken).isEqualTo(Taken.RECORDED);
        assertThat(restarts.requested).singleElement().satisfies(change -> {
            assertThat(change.rotationId()).isEqualTo("r-1");
            assertThat(change.secret()).isEqualTo(new ObjectRef(Kinds.SECRET, "shop", "key"));
            assertThat(change.keys()).containsExactly("key");
            assertThat(change.at()).isEqualTo(NOON);
        });
    }

    /** What is seen of the Secret may be older than the event, or newer. */
    @Test
    void withoutAnIdTheEventHasOne() {
        // When
        take(event(Optional.empty(), "shop", NOON), false);
        world.with(SECRET.replace("\"7\"", "\"8\""));
        take(event(Optional.empty(), "shop", NOON), false);
        take(event(Optional.empty(), "shop", NOON.minusSeconds(1)), false);

        // Then
        assertThat(restarts.requested)
                .extracting(Change::rotationId)
                .allSatisfy(id -> assertThat(id).matches("[0-9a-f]{40}"))
                .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2)));
    }

    @Test
    void whatWasRecordedBeforeIsNotAskedAgain() {
        // Given
        restarts.recorded = true;
        world.remove(new ObjectRef(Kinds.SECRET, "shop", "key"));

        // When
        var taken = take(event(Optional.of("r-1"), "shop", NOON), true);

        // Then
        assertThat(taken).isEqualTo(Taken.RECORDED);
        assertThat(restarts.requested).isEmpty();
    }

    /** The event may be faster than the record of the rotation that it is about. */
    @ParameterizedTest
    @ValueSource(strings = {"rotation-0123", "rotation-0123-undo", "rotation-0123-undo-1"})
    void whatRotationsOfThisServiceAskForNobodyElseCanAskFor(String id) {
        // When
        var first = take(event(Optional.of(id), "shop", NOON), false);
        var last = take(event(Optional.of(id), "shop", NOON), true);

        // Then
        assertThat(first).isEqualTo(Taken.NOT_YET);
        assertThat(last).isEqualTo(Taken.SET_ASIDE);
        assertThat(setAside).singleElement().asString().contains("a rotation of this service");
        assertThat(restarts.requested).isEmpty();
    }

    @Test
    void aTimeThatCannotBeIsNotTakenOver() {
        // When
        take(event(Optional.of("r-1"), "shop", NOON.plus(Duration.ofDays(400_000))), false);
        take(event(Optional.of("r-2"), "shop", Instant.parse("-9999-01-01T00:00:00Z")), false);

        // Then
        assertThat(restarts.requested).extracting(Change::at).containsExactly(NOON, Instant.EPOCH);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        another namespace     | The namespace vault is not one that events may speak of
        no such Secret        | Nothing can be done about the Secret that it names: there is no such object
        Secrets unseen        | Nothing can be done about the Secret that it names: forbidden
        Deployments unseen    | Nothing can be done about the Secret that it names: Deployments of its namespace cannot be seen: forbidden
        another type          | An event of the type io.otalite.KeyRotated.v9 is not understood here
        no CloudEvent         | MISSING_HEADER
        nonsense              | BAD_VALUE
        a key in it           | BAD_VALUE
        """)
    void whatNothingCanBeDoneAboutIsSetAside(String what, String reason) {
        // Given
        var message = message(event(Optional.of("r-1"), what.equals("another namespace") ? "vault" : "shop", NOON));
        switch (what) {
            case "no such Secret" -> world.remove(new ObjectRef(Kinds.SECRET, "shop", "key"));
            case "Secrets unseen" -> world.world().refuse(Scope.everywhere(Kinds.SECRET), "forbidden");
            case "Deployments unseen" -> world.world().refuse(Scope.everywhere(Kinds.DEPLOYMENT), "forbidden");
            case "another type" -> message = message.withHeader("ce_type", "io.otalite.KeyRotated.v9");
            case "no CloudEvent" ->
                message = new EventMessage(message.topic(), message.key(), new TreeMap<>(), message.value());
            case "nonsense" -> message = with(message, "nonsense");
            case "a key in it" -> message = with(message, "{\"private_key\": \"abcdef\"}");
            default -> {
                // The namespace is in the event.
            }
        }

        // When
        var taken = rotations().take(received(message), message, true);

        // Then
        assertThat(taken).isEqualTo(Taken.SET_ASIDE);
        assertThat(setAside).singleElement().asString().contains(reason).doesNotContain("abcdef");
        assertThat(counted).isEqualTo(1);
        assertThat(restarts.requested).isEmpty();
    }

    @Test
    void theEventMayBeFasterThanTheNewsOfTheSecret() {
        // Given
        world.remove(new ObjectRef(Kinds.SECRET, "shop", "key"));
        var event = event(Optional.of("r-1"), "shop", NOON);
        var first = take(event, false);
        world.with(SECRET);

        // When
        var second = take(event, false);

        // Then
        assertThat(first).isEqualTo(Taken.NOT_YET);
        assertThat(second).isEqualTo(Taken.RECORDED);
        assertThat(setAside).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secrets", "Deployments", "news"})
    void whatIsOnlyBrokenIsWaitedForAsLongAsItLasts(String what) {
        // Given
        switch (what) {
            case "Secrets" -> world.world().lose(Scope.everywhere(Kinds.SECRET), "the watch is broken");
            case "Deployments" -> world.world().lose(Scope.everywhere(Kinds.DEPLOYMENT), "the watch is broken");
            default -> {
                world.remove(new ObjectRef(Kinds.SECRET, "shop", "key"));
                written = NOON.plusSeconds(1);
            }
        }
        var event = event(Optional.of("r-1"), "shop", NOON);
        var blind = take(event, true);
        clock.pass(Duration.ofMinutes(2));

        // When
        world.with(SECRET);
        world.world().see(Scope.everywhere(Kinds.SECRET));
        world.world().see(Scope.everywhere(Kinds.DEPLOYMENT));
        var seen = take(event, true);

        // Then
        assertThat(blind).isEqualTo(Taken.NOT_YET);
        assertThat(seen).isEqualTo(Taken.RECORDED);
        assertThat(setAside).isEmpty();
    }

    @Test
    void whoseItIsIsSeenAndNotTold() {
        // Given
        var event = new KeyRotated(
                Optional.of("r-1"),
                new ObjectName("shop", Kinds.SECRET, "key"),
                Set.of("key"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("backup@prod.iam.gserviceaccount.com"),
                NOON);
        take(event, false);
        world.with(
                SECRET.replace(
                        "uid: u,",
                        "uid: u, annotations: {rotation.ota-lite.io/credential: random-token, rotation.ota-lite.io/token-entry: key},"));

        // When
        take(event, false);

        // Then
        assertThat(restarts.requested)
                .extracting(Change::account)
                .containsExactly(Optional.empty(), Optional.of("shop/Secret/key/key"));
        assertThat(restarts.requested)
                .extracting(Change::line)
                .containsExactly("shop/Secret/key", "shop/shop/Secret/key/key");
    }

    private Taken take(KeyRotated event, boolean isLastTry) {
        var message = message(event);
        return rotations().take(received(message), message, isLastTry);
    }

    private KeyRotations rotations() {
        var observer = new RestartObserver() {
            @Override
            public void taken(String topic, Duration processing) {}

            @Override
            public void begun(Duration sinceChange) {
                throw new AssertionError();
            }

            @Override
            public void setAside() {
                counted++;
            }
        };
        return new KeyRotations(
                restarts,
                world.world(),
                Optional.of(Set.of("shop")),
                (_, reason) -> setAside.add(reason),
                observer,
                clock);
    }

    private static EventMessage message(KeyRotated event) {
        return CloudEvents.encode(event, URI.create("urn:test"));
    }

    private static EventMessage with(EventMessage message, String value) {
        return new EventMessage(message.topic(), message.key(), message.headers(), Bytes.utf8(value));
    }

    private Received received(EventMessage message) {
        return new Received(message.topic(), 0, 0, message.key(), message.value(), written);
    }

    private static KeyRotated event(Optional<String> id, String namespace, Instant at) {
        return new KeyRotated(
                id,
                new ObjectName(namespace, Kinds.SECRET, "key"),
                Set.of("key"),
                Optional.empty(),
                Optional.of("new"),
                Optional.empty(),
                at);
    }

    private static final class NotedRestarts implements Restarts {
        private final List<Change> requested = new ArrayList<>();
        private boolean recorded;

        @Override
        public void request(Change change) {
            requested.add(change);
        }

        @Override
        public void request(Change change, Set<ObjectRef> workloads) {
            throw new AssertionError();
        }

        @Override
        public void cancel(String rotationId, String reason) {
            throw new AssertionError();
        }

        @Override
        public List<RestartTask> tasks(String rotationId) {
            return List.of();
        }

        @Override
        public boolean isRecorded(String rotationId, ObjectRef secret) {
            return recorded;
        }
    }
}
