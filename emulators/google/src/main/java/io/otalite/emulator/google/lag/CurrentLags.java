package io.otalite.emulator.google.lag;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.access.AdminDoor;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The lags that hold now, and {@code /admin/lags}, where they are seen and set. A restart takes those of the settings. */
public final class CurrentLags {
    private static final String LAGS = "/admin/lags";
    private static final String KEY_PROPAGATION = "keyPropagationMillis";
    private static final String USAGE_BUCKET = "usageBucketMillis";
    private static final String USAGE_VISIBILITY = "usageVisibilityMillis";
    private static final Set<String> MEMBERS = Set.of(KEY_PROPAGATION, USAGE_BUCKET, USAGE_VISIBILITY);

    private volatile Lags lags;

    public CurrentLags(Lags lags) {
        this.lags = lags;
    }

    public Duration keyPropagation() {
        return lags.keyPropagation();
    }

    public Duration usageBucket() {
        return lags.usageBucket();
    }

    public Duration usageVisibility() {
        return lags.usageVisibility();
    }

    public void addTo(Router router, AdminDoor door) {
        router.route("GET", LAGS, door.guard(_ -> Response.ok(json(lags))))
                .route("PATCH", LAGS, door.guard(this::change));
    }

    private synchronized Answer change(Request request) throws IOException {
        lags = changed(request.json());
        return Response.ok(json(lags));
    }

    private Lags changed(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw ApiException.invalid("Unknown member %s; lags are %s.".formatted(name, MEMBERS));
            }
        });
        try {
            return new Lags(
                    duration(body, KEY_PROPAGATION, lags.keyPropagation()),
                    duration(body, USAGE_BUCKET, lags.usageBucket()),
                    duration(body, USAGE_VISIBILITY, lags.usageVisibility()));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Duration duration(ObjectNode body, String name, Duration absent) {
        var value = body.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw ApiException.invalid("%s must be a whole number.".formatted(name));
        }
        return Duration.ofMillis(value.longValue());
    }

    private static ObjectNode json(Lags lags) {
        return Json.object()
                .put(KEY_PROPAGATION, lags.keyPropagation().toMillis())
                .put(USAGE_BUCKET, lags.usageBucket().toMillis())
                .put(USAGE_VISIBILITY, lags.usageVisibility().toMillis());
    }
}
