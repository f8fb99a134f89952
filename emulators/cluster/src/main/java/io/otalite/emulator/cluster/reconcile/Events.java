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
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** How serious it is. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
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
    /** Those said least recently come first. */
    private final Map<Said, Stored> stored = new LinkedHashMap<>();

    private long counter;

    public Events(Objects objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    public void record(Subject subject, String component, Type type, String reason, String message) {
        var said = new Said(subject, component, type, reason, message);
        var now = clock.instant();
        forgetOld(now);
        try {
            var known = stored.remove(said);
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

    private void forgetOld(Instant now) {
        var entries = stored.values().iterator();
        while (entries.hasNext()) {
            var eldest = entries.next();
            if (eldest.last().plus(LIFE).isAfter(now)) {
                return;
            }
            entries.remove();
            objects.remove(eldest.key());
        }
    }
}
