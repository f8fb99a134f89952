package io.otalite.emulator.google.faults;

import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Handler;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that are set, and the filter that makes calls suffer them. A call meets the oldest fault that fits it and
 * still has calls left. Faults live in memory: a restart mends everything.
 */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int MOST = 100;

    private final List<Active> active = new ArrayList<>();
    private CountDownLatch delaysEnd = new CountDownLatch(1);
    private long lastId;

    /** Passes calls on to {@code next}, unless a fault says otherwise. The emulator's own operations are spared. */
    public Handler before(Handler next) {
        return request -> {
            var fault = isSpared(request) ? Optional.<Fault>empty() : take(request);
            return fault.isPresent() ? suffer(fault.get(), request, next) : next.handle(request);
        };
    }

    private static boolean isSpared(Request request) {
        return request.rawPath().startsWith("/admin/") || request.rawPath().equals("/health");
    }

    private Answer suffer(Fault fault, Request request, Handler next) throws IOException {
        LOG.atInfo()
                .addKeyValue("effect", fault.effect().id())
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.rawPath())
                .log("Fault met");
        delay(fault.latency());
        return switch (fault.effect()) {
            case DELAY -> next.handle(request);
            case STATUS -> throw refusal(fault.status());
            case DROP_BEFORE -> new Answer.Dropped();
            case DROP_AFTER -> {
                discard(next.handle(request));
                yield new Answer.Dropped();
            }
            case STATUS_AFTER -> {
                discard(next.handle(request));
                throw refusal(fault.status());
            }
            case NOT_JSON -> Response.html(fault.status(), "<html><body>Proxy error</body></html>");
        };
    }

    private static void discard(Answer answer) throws IOException {
        if (answer instanceof Response response) {
            response.content().close();
        }
    }

    private static ApiException refusal(int status) {
        return switch (status) {
            case 401 -> ApiException.invalidToken();
            case 403 -> ApiException.forbidden("The caller does not have permission (set as a fault).");
            case 404 -> ApiException.notFound("Not found (set as a fault).");
            case 412 -> ApiException.conditionNotMet();
            case 429 -> ApiException.of(429, "rateLimitExceeded", "Too many requests (set as a fault).");
            default -> ApiException.of(status, "backendError", "Backend error (set as a fault).");
        };
    }

    /** Waits, but not longer than the faults exist. */
    private void delay(Duration latency) {
        if (latency.isZero()) {
            return;
        }
        try {
            if (delaysEnd().await(latency.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atDebug().log("Delay ended early");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CountDownLatch delaysEnd() {
        return delaysEnd;
    }

    private synchronized Optional<Fault> take(Request request) {
        for (var candidate : active) {
            if (candidate.met < candidate.fault.count() && candidate.fault.meets(request)) {
                candidate.met++;
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }

    synchronized Shown add(Fault fault) {
        active.removeIf(old -> active.size() >= MOST && old.met >= old.fault.count());
        if (active.size() >= MOST) {
            throw ApiException.of(429, "quotaExceeded", "At most %d faults can be set.".formatted(MOST));
        }
        var added = new Active(Long.toString(++lastId), fault);
        active.add(added);
        return added.shown();
    }

    synchronized List<Shown> list() {
        return active.stream().map(Active::shown).toList();
    }

    /** Ends all faults and the delays that are under way. */
    public synchronized void clear() {
        active.clear();
        delaysEnd.countDown();
        delaysEnd = new CountDownLatch(1);
    }

    /** Ends one fault; false when there is none with this id. */
    synchronized boolean remove(String id) {
        return active.removeIf(candidate -> candidate.id.equals(id));
    }

    /** A fault as it is reported: with the number of calls that met it. */
    record Shown(String id, Fault fault, long met) {}

    private static final class Active {
        private final String id;
        private final Fault fault;
        private long met;

        private Active(String id, Fault fault) {
            this.id = id;
            this.fault = fault;
        }

        private Shown shown() {
            return new Shown(id, fault, met);
        }
    }
}
