package io.otalite.rotation.observation.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ApiReader.RefusedException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind in one namespace or in all: lists it, watches it, and begins anew for ever when that fails, on a thread of its own. The world
 * itself is the memory of what was seen; an object is read when it arrives, and dropped.
 *
 * <p>The client's own informers are not used: over plain HTTP they take a watch for established only when the first event has come, and
 * what they could not read they quote, which may be a Secret.
 */
final class ScopeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScopeWatch.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** A server that starts or a proxy before it may refuse once what it gives a moment later. */
    private static final Duration SECOND_OPINION = Duration.ofSeconds(3);

    private static final Duration STEADY = Duration.ofSeconds(1);

    /** A server says about every minute that nothing has happened; without that for longer, the connection is dead. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private static final int ENOUGH_DOUBLINGS = 5;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int GONE = HttpURLConnection.HTTP_GONE;

    private final ApiReader reader;
    private final ApiKind kind;
    private final String namespace;
    private final World world;
    private final Duration retryRefused;
    private final Runnable wake;
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);

    /** Where the next watch begins; empty when everything has to be listed first. */
    private String version = "";

    /** How often in a row it was tried in vain. */
    private int failures;

    /** The refusal that came last, if nothing better has come since. */
    private int refusal;

    private volatile State state = State.LISTING;

    /** Why it is not watched although it should be; empty when all is well. */
    private volatile String trouble = "";

    private volatile long watchingSince;

    /** Of the thread that looks. */
    private Optional<Instant> troubledSince = Optional.empty();

    private long confirmed;
    private volatile ApiReader.@Nullable Events events;

    /** What can be said of the scope. */
    enum State {
        /** Not yet complete for the first time. */
        LISTING,
        /** Complete and up to date. */
        WATCHING,
        /** Was complete; what has happened since is not known. */
        OUT_OF_SIGHT,
        /** May not be listed, or not be watched. */
        REFUSED,
        /** The server does not know the kind. */
        ABSENT
    }

    /**
     * @param namespace empty for all
     * @param retryRefused how long a refusal is taken for an answer
     * @param wake is called when there is news, on any thread
     */
    ScopeWatch(ApiReader reader, ApiKind kind, String namespace, World world, Duration retryRefused, Runnable wake) {
        this.reader = reader;
        this.kind = kind;
        this.namespace = namespace;
        this.world = world;
        this.retryRefused = retryRefused;
        this.wake = wake;
    }

    ScopeWatch start() {
        thread.start();
        return this;
    }

    /** How things stand. Also ends a connection that has been silent for too long, so it is to be called every second or so. */
    State look(Instant now) {
        var current = events;
        if (current != null && current.silence().compareTo(LONGEST_SILENCE) > 0) {
            current.close();
        }
        troubledSince = trouble.isEmpty() ? Optional.empty() : troubledSince.or(() -> Optional.of(now));
        return state;
    }

    /** Why it is not watched although it should be, when that has been so for longer than this at the last look. */
    Optional<Trouble> troubleFor(Duration patience, Instant now) {
        var reason = trouble;
        return reason.isEmpty()
                ? Optional.empty()
                : troubledSince
                        .filter(since -> since.plus(patience).isBefore(now))
                        .map(since -> new Trouble(since, reason));
    }

    /** @param since when that was noticed */
    record Trouble(Instant since, String reason) {}

    /**
     * Whether the server has been heard since this was asked last, with a change, with word that there is none, or with the beginning
     * of a watch a moment ago, after which comes what happened while there was none. A connection of which only this end is left says
     * nothing, so it confirms nothing. What the server does not have is confirmed by the discovery.
     */
    boolean isConfirmed() {
        var current = events;
        if (current == null) {
            return state == State.ABSENT && trouble.isEmpty();
        }
        var heard = current.heard();
        if (heard == confirmed || System.nanoTime() - watchingSince < STEADY.toNanos()) {
            return false;
        }
        confirmed = heard;
        return true;
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                var pause = attempt();
                if (stop.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lists if need be, and watches until that ends. @return how long to wait before the next time */
    private Duration attempt() throws InterruptedException {
        try {
            if (version.isEmpty()) {
                version = list();
            }
            return watch() ? Duration.ZERO : RETRY;
        } catch (RefusedException refused) {
            return refused(refused);
        } catch (JsonProcessingException unreadable) {
            return outOfSight("the answer of the cluster cannot be read");
        } catch (IOException unreachable) {
            return outOfSight("the cluster does not answer");
        } catch (RuntimeException unexpected) {
            LOG.atError()
                    .addKeyValue("kind", kind.word())
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("failure", nature(unexpected))
                    .log("The watch failed and begins anew");
            version = "";
            return outOfSight("the watch failed");
        }
    }

    private Duration refused(RefusedException refused) {
        var reason = "HTTP " + refused.status();
        return switch (refused.status()) {
            case GONE -> {
                version = "";
                yield outOfSight(reason);
            }
            case HttpURLConnection.HTTP_FORBIDDEN -> settled(State.REFUSED, refused.status());
            // What every server has is not gone, whatever a server says that has just begun to start.
            case HttpURLConnection.HTTP_NOT_FOUND ->
                WatchedKinds.isEverywhere(kind.group()) ? outOfSight(reason) : settled(State.ABSENT, refused.status());
            case TOO_MANY_REQUESTS -> longer(outOfSight(reason), refused.retryAfter());
            default -> outOfSight(reason);
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Believes a refusal when it comes twice in a row. */
    private Duration settled(State outcome, int status) {
        if (state != outcome && refusal != status) {
            refusal = status;
            lost("HTTP " + status);
            return SECOND_OPINION;
        }
        version = "";
        failures = 0;
        trouble = "";
        become(outcome);
        return retryRefused;
    }

    /** @return a pause that doubles, and differs from that of others who lost the same server at the same moment */
    private Duration outOfSight(String reason) {
        lost(reason);
        var longest = Math.min(LONGEST_RETRY.toMillis(), RETRY.toMillis() << Math.min(failures, ENOUGH_DOUBLINGS));
        failures++;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private void lost(String reason) {
        if (trouble.isEmpty()) {
            trouble = reason;
        }
        if (state == State.WATCHING) {
            become(State.OUT_OF_SIGHT);
        }
    }

    private void become(State next) {
        if (state != next) {
            state = next;
            wake.run();
        }
    }

    /** Takes over everything that is there, page by page, and takes out what is not. @return the version of it all */
    private String list() throws IOException, InterruptedException {
        var there = new HashSet<ObjectRef>();
        var next = "";
        do {
            var page = reader.list(kind, namespace, next);
            for (var item : page.path("items")) {
                there.add(put(item));
            }
            next = page.path("metadata").path("continue").asText();
            if (next.isEmpty()) {
                known().filter(ref -> !there.contains(ref))
                        .collect(Collectors.toSet())
                        .forEach(this::remove);
                return page.path("metadata").path("resourceVersion").asText();
            }
        } while (true);
    }

    private Stream<ObjectRef> known() {
        return namespace.isEmpty()
                ? world.ofKind(kind.word()).stream().map(Observed::ref)
                : world.names(kind.word(), namespace).stream();
    }

    /** Takes over an object; one that cannot be read stays what it was, and must not hide the others. */
    private ObjectRef put(JsonNode item) {
        var ref = ref(item);
        try {
            // The objects of a list need not repeat what the list itself says.
            var object = (ObjectNode) item;
            object.put("apiVersion", kind.apiVersion());
            object.put("kind", kind.kind());
            world.put(ObjectReader.read(object));
        } catch (RuntimeException unreadable) {
            report(ref, unreadable);
        }
        return ref;
    }

    private void remove(ObjectRef ref) {
        try {
            world.remove(ref);
        } catch (RuntimeException unexpected) {
            report(ref, unexpected);
        }
    }

    private static void report(ObjectRef ref, RuntimeException failure) {
        LOG.atError()
                .addKeyValue("object", ref)
                .addKeyValue("failure", nature(failure))
                .log("An object of the cluster could not be taken over");
    }

    /** Without the message, which may quote the object. */
    private static String nature(RuntimeException failure) {
        var name = failure.getClass().getName();
        return Arrays.stream(failure.getStackTrace())
                .findFirst()
                .map(place -> name + " at " + place)
                .orElse(name);
    }

    /** @return whether that lasted for a moment; a server that ends each watch at once must not be asked without a pause */
    private boolean watch() throws IOException, InterruptedException {
        var began = System.nanoTime();
        try (var stream = reader.watch(kind, namespace, version)) {
            began = System.nanoTime();
            if (state != State.WATCHING) {
                watchingSince = began;
            }
            events = stream;
            trouble = "";
            refusal = 0;
            become(State.WATCHING);
            for (var event = stream.next(); event.isPresent(); event = stream.next()) {
                take(event.get());
            }
        } finally {
            events = null;
            if (hasLasted(began)) {
                failures = 0;
            }
        }
        return hasLasted(began);
    }

    private boolean hasLasted(long began) {
        return state == State.WATCHING && System.nanoTime() - began > STEADY.toNanos();
    }

    private void take(JsonNode event) throws IOException {
        var object = event.path("object");
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> put(object);
            case "DELETED" -> remove(ref(object));
            case "BOOKMARK" -> {}
            default -> throw new RefusedException(object.path("code").asInt());
        }
        version = object.path("metadata").path("resourceVersion").asText();
    }

    private ObjectRef ref(JsonNode object) {
        var metadata = object.path("metadata");
        return new ObjectRef(
                kind.word(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    /** Takes out of the world what is there no more, with its namespace or with its kind. */
    void clear() {
        known().collect(Collectors.toSet()).forEach(world::remove);
    }

    /** What was seen stays seen. */
    @Override
    public void close() {
        stop.release();
        thread.interrupt();
        var current = events;
        if (current != null) {
            current.close();
        }
    }
}
