package io.otalite.system.judge;

import dev.sigstore.tuf.Fetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The files below a URL, for the clients that run in this JVM. */
public final class FilesOver implements Fetcher, Function<String, Optional<byte[]>> {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI folder;
    private final String query;

    /** {@code folder} ends with a slash. */
    public FilesOver(URI folder) {
        this(folder, "");
    }

    /** The same with a query behind every name, {@code ?tag=main} for example. */
    public FilesOver(URI folder, String query) {
        this.folder = folder;
        this.query = query;
    }

    @Override
    public String getSource() {
        return folder.toString();
    }

    /** What this client wants for a file that is not there is null. */
    @Override
    public byte[] fetchResource(String name, int maxLength) throws IOException {
        var content = apply(name).orElse(null);
        if (content != null && content.length > maxLength) {
            throw new IOException("%s has %d bytes, more than %d".formatted(name, content.length, maxLength));
        }
        return content;
    }

    /**
     * Empty for a file that is not found.
     *
     * @throws UncheckedIOException for every other answer that is not the file
     */
    @Override
    public Optional<byte[]> apply(String name) {
        var request = HttpRequest.newBuilder(folder.resolve(name + query))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case OK -> Optional.of(answer.body());
                case NOT_FOUND -> Optional.empty();
                default -> throw new IOException("Status %d of %s".formatted(answer.statusCode(), request.uri()));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + request.uri(), e);
        }
    }
}
