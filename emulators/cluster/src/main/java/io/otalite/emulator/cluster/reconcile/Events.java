package io.otalite.emulator.cluster.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in {@code v1 Event} objects what controllers and the kubelet did. The same said again raises the count of the event
 * that is there; an hour after it was last said it is gone. An event that cannot be stored is not missed: its namespace is
 * being deleted.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final Duration LIFE = Duration.ofHours(1);
    /** At least, from one look at all events to the next. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** How serious it is. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        private static Optional<Type> of(String text) {
            return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
        }
    }

    /**
     * What an event is about.
     *
     * @param fieldPath the part of the object, such as {@code spec.containers{main}}; empty for the whole
     */
    public record Subject(ObjectKey key, String uid, String fieldPath) {
        public static Subject of(ObjectKey key, JsonNode object) {
            return new Subject(key, Metadata.uid(object), "");
        }
    }

    private record Said(Subject subject, String component, Type type, String reason, String message) {}

    private record Stored(ObjectKey key, Instant last) {}

    private final Objects objects;
    private final Clock clock;
    private final Timer timer;
    private final Map<Said, Stored> stored = new HashMap<>();

    private long counter;

    /** Takes in the stored events of an earlier run as soon as the timer runs. */
    public Events(Objects objects, Clock clock, Timer timer) {
        this.objects = objects;
        this.clock = clock;
        this.timer = timer;
        timer.at(clock.instant(), this::takeIn);
    }

    private void takeIn() {
        for (var event : objects.list(Kinds.EVENT, "").items()) {
            said(event)
                    .ifPresent(said ->
                            stored.putIfAbsent(said, new Stored(Index.keyOf(Kinds.EVENT, event), lastSaid(event))));
        }
        forgetOld();
    }

    public void record(Subject subject, String component, Type type, String reason, String message) {
        var said = new Said(subject, component, type, reason, message);
        var now = clock.instant();
        try {
            var known = stored.get(said);
            var key =
                    known != null && objects.get(known.key()).isPresent() ? again(known.key(), now) : first(said, now);
            stored.put(said, new Stored(key, now));
        } catch (Refusal refusal) {
            LOG.atDebug().setCause(refusal).addKeyValue("object", subject.key()).log("an event was refused");
        }
    }

    private ObjectKey again(ObjectKey key, Instant now) {
        objects.update(
                key,
                event -> event.put("count", event.path("count").asInt(1) + 1)
                        .put("lastTimestamp", Conditions.text(now)));
        return key;
    }

    private ObjectKey first(Said said, Instant now) {
        var about = said.subject().key();
        var namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        // Ordered, unique within this run and, by the time, beyond it.
        var suffix = Long.toHexString((now.toEpochMilli() << 20) + (counter++ & 0xFFFFF));
        var key = new ObjectKey(Kinds.EVENT, namespace, about.name() + "." + suffix);
        objects.create(key, event(said, now), Write.FOR_REAL);
        return key;
    }

    private static ObjectNode event(Said said, Instant now) {
        var event =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata");
        var about = said.subject().key();
        var involved = event.putObject("involvedObject")
                .put("apiVersion", about.kind().apiVersion())
                .put("kind", about.kind().name())
                .put("name", about.name())
                .put("uid", said.subject().uid());
        if (!about.namespace().isEmpty()) {
            involved.put("namespace", about.namespace());
        }
        if (!said.subject().fieldPath().isEmpty()) {
            involved.put("fieldPath", said.subject().fieldPath());
        }
        event.put("type", said.type().text).put("reason", said.reason()).put("message", said.message());
        event.put("count", 1).put("firstTimestamp", Conditions.text(now)).put("lastTimestamp", Conditions.text(now));
        event.putObject("source").put("component", said.component());
        return event.put("reportingComponent", said.component()).put("reportingInstance", "");
    }

    /** What an event says; empty when it is about a kind that is not offered, or nothing that is said here. */
    private static Optional<Said> said(JsonNode event) {
        var about = event.path("involvedObject");
        var type = Type.of(event.path("type").asText());
        var kind =
                Kinds.of(about.path("apiVersion").asText(), about.path("kind").asText());
        if (type.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        var key = new ObjectKey(
                kind.get(), about.path("namespace").asText(), about.path("name").asText());
        var subject = new Subject(
                key, about.path("uid").asText(), about.path("fieldPath").asText());
        return Optional.of(new Said(
                subject,
                event.path("source").path("component").asText(),
                type.get(),
                event.path("reason").asText(),
                event.path("message").asText()));
    }

    /** Forgets what was last said an hour ago, whoever said it, and does so again when more will be that old. */
    private void forgetOld() {
        var now = clock.instant();
        var old = now.minus(LIFE);
        stored.values().removeIf(event -> !event.last().isAfter(old));
        var eldest = now;
        for (var event : objects.list(Kinds.EVENT, "").items()) {
            var last = lastSaid(event);
            if (!last.isAfter(old)) {
                objects.remove(Index.keyOf(Kinds.EVENT, event));
            } else if (last.isBefore(eldest)) {
                eldest = last;
            }
        }
        var next = eldest.plus(LIFE);
        timer.at(next.isBefore(now.plus(PAUSE)) ? now.plus(PAUSE) : next, this::forgetOld);
    }

    /** A client's event may have no time but that of its creation. */
    private static Instant lastSaid(ObjectNode event) {
        var created = Instant.parse(Metadata.of(event).path("creationTimestamp").asText());
        try {
            var last = Instant.parse(event.path("lastTimestamp").asText());
            return last.isAfter(created) ? last : created;
        } catch (DateTimeParseException _) {
            return created;
        }
    }
}
