package io.otalite.emulator.cluster.http;

import io.otalite.emulator.cluster.http.WatchStream.Wanted;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The verbs get, list and watch. */
final class Reads {
    /** When the client names none; a real server takes 30 to 60 minutes. */
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(45);

    /** After it a watch ends that has nothing to tell, and a client that is there begins anew. */
    private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);

    private final Objects objects;
    private final Clock clock;

    Reads(Objects objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    Answer get(Call call, ObjectKey key) {
        var object = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
        return Answer.ok(View.of(call, key.kind(), clock).one(object));
    }

    Answer list(Call call, Kind kind, String namespace) {
        var selection = Selection.of(call, kind, namespace);
        var page = Page.of(objects.list(kind, selection.namespace()), selection, call.query());
        return Answer.ok(View.of(call, kind, clock).list(page.metadata(), page.items()));
    }

    /** @throws Refusal 410 for a version that is too old */
    Answer watch(Call call, Kind kind, String namespace) {
        var selection = Selection.of(call, kind, namespace);
        var wanted = wanted(call, selection);
        // Before the watch is open: what is refused here would leave it so.
        var view = View.of(call, kind, clock);
        var watch = objects.watch(
                key -> key.kind().equals(kind)
                        && (selection.namespace().isEmpty() || key.namespace().equals(selection.namespace())),
                wanted.version());
        return new Answer.Stream("application/json", new WatchStream(objects, watch, selection, view, wanted));
    }

    private Wanted wanted(Call call, Selection selection) {
        var query = call.query();
        var asked = query.number("timeoutSeconds");
        var timeout = asked.isEmpty() || asked.getAsLong() == 0
                ? LONGEST_WATCH
                : Duration.ofSeconds(Math.min(asked.getAsLong(), LONGEST_WATCH.toSeconds()));
        var since = query.number("resourceVersion").orElse(0);
        var sendsInitial = query.flag("sendInitialEvents");
        var bookmarks = query.flag("allowWatchBookmarks");
        if (sendsInitial || (since == 0 && query.find("sendInitialEvents").isEmpty())) {
            var list = objects.list(selection.kind(), selection.namespace());
            var initial = list.items().stream().filter(selection::has).toList();
            return new Wanted(list.version(), initial, sendsInitial && bookmarks, bookmarks, timeout, LONGEST_QUIET);
        }
        return new Wanted(since == 0 ? objects.version() : since, List.of(), false, bookmarks, timeout, LONGEST_QUIET);
    }
}
