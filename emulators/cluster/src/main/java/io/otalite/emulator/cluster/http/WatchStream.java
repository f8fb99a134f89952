package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Watch;
import io.otalite.emulator.cluster.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One watch under way: a JSON line per event. It writes on the thread of its own connection, so a client that reads slowly
 * holds up nobody else; one that falls behind too far is told that its place is lost (410) and lists again.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Watches</a>
 */
final class WatchStream implements Answer.Source {
    /** How often a quiet watch says where it is; a dead connection is noticed by it, too. */
    private static final Duration BOOKMARKS = Duration.ofSeconds(2);

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final Objects objects;
    private final Watch watch;
    private final Selection selection;
    private final View view;
    private final Wanted wanted;
    private long lastWrite;

    /**
     * What the client asked for.
     *
     * @param version the one it begins at
     * @param initial what is told as added before the first change
     * @param bookmarkAfterInitial whether the end of the initial events is marked
     * @param bookmarks whether a quiet watch says where it is
     * @param timeout when it ends at the latest
     * @param longestQuiet when it ends if nothing was told for so long: a reader that is gone is noticed by writing only
     */
    record Wanted(
            long version,
            List<ObjectNode> initial,
            boolean bookmarkAfterInitial,
            boolean bookmarks,
            Duration timeout,
            Duration longestQuiet) {
        Wanted {
            initial = List.copyOf(initial);
        }
    }

    /** @param watch from the wanted version on */
    WatchStream(Objects objects, Watch watch, Selection selection, View view, Wanted wanted) {
        this.objects = objects;
        this.watch = watch;
        this.selection = selection;
        this.view = view;
        this.wanted = wanted;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
        var end = System.nanoTime() + wanted.timeout().toNanos();
        lastWrite = System.nanoTime();
        for (var object : wanted.initial()) {
            write(out, "ADDED", view.event(object));
        }
        if (wanted.bookmarkAfterInitial()) {
            var metadata = Json.object().put("resourceVersion", Long.toString(wanted.version()));
            metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
            write(out, "BOOKMARK", view.bookmark(metadata));
        }
        out.flush();
        for (var left = left(end); left > 0; left = left(end)) {
            if (!step(out, Duration.ofNanos(Math.min(left, BOOKMARKS.toNanos())))) {
                return;
            }
        }
    }

    private long left(long end) {
        var now = System.nanoTime();
        return Math.min(end - now, lastWrite - now + wanted.longestQuiet().toNanos());
    }

    /** Waits for a change and tells it; false when there will be no more. */
    private boolean step(OutputStream out, Duration patience) throws IOException, InterruptedException {
        // Read before the queue is found empty: all changes up to here have been told then.
        var version = objects.version();
        var change = watch.hasNext() ? watch.next(Duration.ZERO) : watch.next(patience);
        if (change.isPresent()) {
            tell(out, change.get());
        } else if (watch.isOverrun()) {
            write(out, "ERROR", expired());
            return false;
        } else if (wanted.bookmarks() && !watch.hasNext()) {
            write(out, "BOOKMARK", view.bookmark(Json.object().put("resourceVersion", Long.toString(version))));
        }
        if (!watch.hasNext()) {
            out.flush();
        }
        return true;
    }

    /** An object that comes to match was added for this reader, and one that ceases to match was deleted. */
    private void tell(OutputStream out, ObjectChange change) throws IOException {
        var previous = Optional.ofNullable(change.previous()).filter(selection::has);
        if (change.type() == ObjectChange.Type.DELETED) {
            if (previous.isPresent()) {
                write(out, "DELETED", view.event(change.object()));
            }
        } else if (selection.has(change.object())) {
            write(out, previous.isPresent() ? "MODIFIED" : "ADDED", view.event(change.object()));
        } else if (previous.isPresent()) {
            write(out, "DELETED", view.event(atVersion(previous.get(), change.version())));
        }
    }

    private static ObjectNode atVersion(ObjectNode object, long version) {
        var copy = object.deepCopy();
        copy.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
        return copy;
    }

    private static JsonNode expired() {
        return new Refusal(410, "Expired", "too old resource version: the reader is too slow", Json.object()).status();
    }

    private void write(OutputStream out, String type, JsonNode object) throws IOException {
        var event = Json.object().put("type", type);
        event.set("object", object);
        out.write(Json.bytes(event));
        out.write('\n');
        lastWrite = System.nanoTime();
    }

    @Override
    public void close() {
        watch.close();
    }
}
