package io.otalite.emulator.google.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost loop of a call: every failure becomes an answer in Google's form, and none shows a stack trace. */
public final class HttpEdge implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
    private static final int NO_BODY = -1;

    private final Handler handler;
    private final long drainLimit;

    /** @param drainLimit bytes of an unread request that are thrown away, so that its sender lives to read the answer */
    public HttpEdge(Handler handler, long drainLimit) {
        this.handler = handler;
        this.drainLimit = drainLimit;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            if (answer(exchange) instanceof Response response) {
                send(exchange, response);
            }
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .setCause(e)
                    .log("Connection lost");
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return handler.handle(Request.of(exchange));
        } catch (ApiException refused) {
            LOG.atDebug()
                    .addKeyValue("method", exchange.getRequestMethod())
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .addKeyValue("status", refused.status())
                    .addKeyValue("reason", refused.reason())
                    .log("Request refused");
            return refused.response();
        } catch (ConnectionLostException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.atError()
                    .addKeyValue("method", exchange.getRequestMethod())
                    .addKeyValue("path", exchange.getRequestURI().getRawPath())
                    .setCause(e)
                    .log("Request failed");
            return ApiException.of(500, "backendError", "The emulator failed; its log has the cause.")
                    .response();
        }
    }

    private void send(HttpExchange exchange, Response response) throws IOException {
        try (var content = response.content()) {
            drain(exchange.getRequestBody());
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), content.length() == 0 ? NO_BODY : content.length());
            if (content.length() > 0) {
                content.writeTo(exchange.getResponseBody());
            }
        }
    }

    private void drain(InputStream body) throws IOException {
        var buffer = new byte[64 * 1024];
        for (var left = drainLimit; left > 0; ) {
            var read = body.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
