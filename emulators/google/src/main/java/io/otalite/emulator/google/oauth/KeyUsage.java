package io.otalite.emulator.google.oauth;

import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.monitoring.UsageHistory;
import io.otalite.emulator.google.monitoring.UsageSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Counts what each key was used for since the start, which is the only sign of whether it is still in use somewhere. Refused
 * assertions are logged and not counted, because anyone can write any key id into one.
 */
public final class KeyUsage {
    private final Clock clock;
    private final UsageHistory history;
    private final Map<String, Use> uses = new ConcurrentSkipListMap<>();

    /** @param history is told of each use as well, and keeps it */
    public KeyUsage(Clock clock, UsageHistory history) {
        this.clock = clock;
        this.history = history;
    }

    void exchanged(Verdict.Good verdict) {
        count(verdict, new Use(verdict.account().email(), 1, 0, clock.instant()));
    }

    void selfSigned(Verdict.Good verdict) {
        count(verdict, new Use(verdict.account().email(), 0, 1, clock.instant()));
    }

    private void count(Verdict.Good verdict, Use use) {
        uses.merge(verdict.keyId(), use, Use::plus);
        history.count(new UsageSeries(verdict.account().uniqueId(), verdict.keyId()));
    }

    /** {@code GET /admin/key-usage}. */
    public Answer report(Request request) {
        var body = Json.object();
        var keys = body.putArray("keys");
        uses.forEach((id, use) -> keys.addObject()
                .put("keyId", id)
                .put("account", use.account())
                .put("exchanges", use.exchanges())
                .put("selfSigned", use.selfSigned())
                .put("lastUse", use.last().toString()));
        return Response.ok(body);
    }

    private record Use(String account, long exchanges, long selfSigned, Instant last) {
        Use plus(Use newer) {
            return new Use(account, exchanges + newer.exchanges, selfSigned + newer.selfSigned, newer.last);
        }
    }
}
