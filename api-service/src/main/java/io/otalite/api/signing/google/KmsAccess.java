package io.otalite.api.signing.google;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which key is used, and how it is reached.
 *
 * @param key its resource name, {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}
 * @param credentialsFile a service-account key; without it the application default credentials count
 * @param emulator development only: stands in for Cloud KMS and the token endpoint
 * @param answerWithin the longest wait for one call, the exchange of a token included
 */
public record KmsAccess(String key, Optional<Path> credentialsFile, Optional<URI> emulator, Duration answerWithin) {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final URI GOOGLES_TOKEN_ENDPOINT = URI.create("https://oauth2.googleapis.com/token");

    public KmsAccess(String key, Optional<Path> credentialsFile, Optional<URI> emulator) {
        this(key, credentialsFile, emulator, ANSWER_WITHIN);
    }

    /** The only address an assertion is sent to. */
    URI tokenEndpoint() {
        return emulator.map(base -> URI.create(withoutSlash(base) + "/token")).orElse(GOOGLES_TOKEN_ENDPOINT);
    }

    /** Where the API is, if not at Google. */
    Optional<String> rootUrl() {
        return emulator.map(base -> withoutSlash(base) + "/");
    }

    private static String withoutSlash(URI base) {
        return base.toString().replaceFirst("/+$", "");
    }
}
