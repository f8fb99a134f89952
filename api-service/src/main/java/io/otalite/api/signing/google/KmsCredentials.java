package io.otalite.api.signing.google;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who this service is at Cloud KMS. A mounted key is compared with the file at every call, so that a rotated one counts at once. */
final class KmsCredentials {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloudkms");

    private final Optional<Path> file;
    private final URI tokenEndpoint;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Loaded loaded;

    KmsCredentials(KmsAccess access) {
        this.file = access.credentialsFile();
        this.tokenEndpoint = access.tokenEndpoint();
    }

    /** @throws IOException when there are none, or the file holds something else; the message does not quote it */
    GoogleCredentials current() throws IOException {
        lock.lock();
        try {
            var content = file.isPresent() ? Bytes.copyOf(Files.readAllBytes(file.get())) : Bytes.utf8("");
            var known = loaded;
            if (known == null || !known.content.equals(content)) {
                known = new Loaded(content, file.isPresent() ? parse(content, file.get()) : applicationDefault());
                loaded = known;
            }
            return known.credentials;
        } finally {
            lock.unlock();
        }
    }

    private static GoogleCredentials applicationDefault() throws IOException {
        return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    }

    /** A service-account key only: other kinds of files name addresses, or programs to run. */
    private GoogleCredentials parse(Bytes content, Path path) throws IOException {
        ServiceAccountCredentials parsed;
        try {
            parsed = ServiceAccountCredentials.fromStream(content.asInputStream());
        } catch (IOException | RuntimeException unusable) {
            // The library throws both kinds for a bad file. Its message may quote the file, so only its kind is told.
            throw new IOException("%s is not a usable service-account key (%s)"
                    .formatted(path, unusable.getClass().getSimpleName()));
        }
        if (!parsed.getTokenServerUri().equals(tokenEndpoint)) {
            throw new IOException("%s asks for tokens at %s, allowed is only %s"
                    .formatted(path, parsed.getTokenServerUri(), tokenEndpoint));
        }
        return parsed.createWithCustomRetryStrategy(false).createScoped(SCOPES);
    }

    private record Loaded(Bytes content, GoogleCredentials credentials) {}
}
