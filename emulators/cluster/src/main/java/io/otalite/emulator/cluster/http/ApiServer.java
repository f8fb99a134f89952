package io.otalite.emulator.cluster.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.otalite.emulator.cluster.access.Authentication;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.access.ServiceAccountTokens;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost loop of a call: every failure becomes a {@code Status}, and none shows a stack trace. */
public final class ApiServer implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** As the API server caps what it decodes. */
    static final int LARGEST_BODY = 3 * 1024 * 1024;

    private static final int DRAINED = 64 * 1024 * 1024;
    private static final int NO_BODY = -1;
    private static final int UNKNOWN_LENGTH = 0;

    private final Authentication authentication;
    private final Impersonation impersonation;
    private final Api api;
    private final Set<Thread> streams = ConcurrentHashMap.newKeySet();

    /** Who makes and judges tokens, and who judges attempts. */
    public record Access(Authentication authentication, ServiceAccountTokens tokens, Roles roles) {}

    public ApiServer(Objects objects, WriteRules rules, Access access, PodLogs logs, Clock clock) {
        this.authentication = access.authentication();
        var permissions = new Permissions(access.roles());
        this.impersonation = new Impersonation(permissions);
        var writes = new Writes(objects, rules);
        var reviews = new Reviews(authentication, access.roles());
        this.api = new Api(
                new Api.Endpoints(
                        new Discovery(reviews.kinds()),
                        reviews,
                        new Reads(objects, clock),
                        new Changes(objects, writes, rules, permissions, clock),
                        new Deletions(objects, writes, clock),
                        new Scales(objects, rules, clock),
                        new LogEndpoint(objects, logs, clock),
                        new TokenRequests(access.tokens(), clock)),
                permissions);
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .setCause(e)
                    .log("Connection lost");
        } catch (InterruptedException _) {
            // The emulator stops; so does this watch.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all watches and logs that are followed; without it they would hold up the end of the server. */
    public void endStreams() {
        streams.forEach(Thread::interrupt);
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return api.answer(call(exchange), Target.of(exchange.getRequestURI().getRawPath()));
        } catch (Refusal refusal) {
            LOG.atDebug()
                    .addKeyValue("method", exchange.getRequestMethod())
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .addKeyValue("code", refusal.code())
                    .addKeyValue("reason", refusal.reason())
                    .log("Request refused");
            return new Answer.Document(refusal.code(), refusal.status(), List.of());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("method", exchange.getRequestMethod())
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .setCause(e)
                    .log("Request failed");
            var failure = new Refusal(
                    500,
                    "InternalError",
                    "Internal error occurred: the log of the emulator has the cause",
                    Json.object());
            return new Answer.Document(failure.code(), failure.status(), List.of());
        }
    }

    private Call call(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var caller = authentication.caller(name -> Optional.ofNullable(headers.getFirst(name)));
        var query = exchange.getRequestURI().getRawQuery();
        return new Call(
                exchange.getRequestMethod(),
                Query.parse(query == null ? "" : query),
                headers,
                body(exchange.getRequestBody()),
                impersonation.actingAs(caller, headers));
    }

    private static byte[] body(InputStream in) throws IOException {
        var body = in.readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(
                    413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY, Json.object());
        }
        return body;
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        drain(exchange.getRequestBody());
        var headers = exchange.getResponseHeaders();
        switch (answer) {
            case Answer.Document(var status, var body, var warnings) -> {
                for (var warning : warnings) {
                    headers.add("Warning", "299 - \"%s\"".formatted(quoted(warning)));
                }
                send(exchange, new Answer.Bytes(status, "application/json", Json.bytes(body)));
            }
            case Answer.Bytes(var status, var contentType, var body) -> {
                headers.set("Content-Type", contentType);
                exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
                if (body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            }
            case Answer.Stream(var contentType, var source) -> {
                headers.set("Content-Type", contentType);
                stream(exchange, source);
            }
        }
    }

    private void stream(HttpExchange exchange, Answer.Source source) throws IOException, InterruptedException {
        streams.add(Thread.currentThread());
        try (source;
                var out = new BufferedOutputStream(exchange.getResponseBody())) {
            exchange.sendResponseHeaders(200, UNKNOWN_LENGTH);
            source.writeTo(out);
        } finally {
            streams.remove(Thread.currentThread());
        }
    }

    /** Throws the rest of a refused body away, so that its sender lives to read the answer. */
    private static void drain(InputStream body) throws IOException {
        var buffer = new byte[64 * 1024];
        for (var left = DRAINED; left > 0; ) {
            var read = body.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    /** In a quoted string of ASCII (RFC 9110 5.6.4), on one line. */
    private static String quoted(String text) {
        var ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        return ascii.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
