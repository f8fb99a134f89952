package io.otalite.backup.credential.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to the token endpoint: to one address only, and with time limits of our own, which the auth library offers no
 * setting for.
 */
final class TokenTransport extends HttpTransport {
    private final URI endpoint;
    private final Duration connectTimeout;
    private final Duration readTimeout;

    /** @param endpoint every other address is refused: an assertion is good at Google for an hour, wherever it was sent */
    TokenTransport(URI endpoint, Duration connectTimeout, Duration readTimeout) {
        this.endpoint = endpoint;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        if (!url.equals(endpoint.toString())) {
            throw new IOException("Tokens are asked for at " + endpoint + " only, not at " + url);
        }
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        return new Request(connection);
    }

    /** Keeps the limits of the connection: the library's attempt to set its own twenty seconds is not passed on. */
    private static final class Request extends LowLevelHttpRequest {
        private final HttpURLConnection connection;

        private Request(HttpURLConnection connection) {
            this.connection = connection;
        }

        @Override
        public void addHeader(String name, String value) {
            connection.addRequestProperty(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            var content = getStreamingContent();
            if (content != null) {
                addHeader("Content-Type", getContentType());
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(getContentLength());
                try (var out = connection.getOutputStream()) {
                    content.writeTo(out);
                }
            }
            return new Response(connection, connection.getResponseCode());
        }
    }

    private static final class Response extends LowLevelHttpResponse {
        private final HttpURLConnection connection;
        private final int status;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();

        private Response(HttpURLConnection connection, int status) {
            this.connection = connection;
            this.status = status;
            connection.getHeaderFields().forEach((name, values) -> {
                if (name != null) {
                    values.forEach(value -> headers.add(Map.entry(name, value)));
                }
            });
        }

        @Override
        public @Nullable InputStream getContent() throws IOException {
            return status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
        }

        @Override
        public @Nullable String getContentEncoding() {
            return connection.getContentEncoding();
        }

        @Override
        public long getContentLength() {
            return connection.getContentLengthLong();
        }

        @Override
        public @Nullable String getContentType() {
            return connection.getContentType();
        }

        @Override
        public @Nullable String getStatusLine() {
            return connection.getHeaderField(0);
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public @Nullable String getReasonPhrase() throws IOException {
            return connection.getResponseMessage();
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index).getValue();
        }

        @Override
        public void disconnect() {
            connection.disconnect();
        }
    }
}
