package io.otalite.backup.credential.google;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Whose key is accepted, and how long its client waits.
 *
 * @param serviceAccount the e-mail the key must belong to
 * @param project the project the key must belong to
 * @param emulator development only: stands in for Google's storage and token endpoints
 * @param connectTimeout for storage and tokens
 * @param tokenTimeout the longest silence of the token endpoint
 * @param storageTimeout the longest silence of the storage
 */
public record GoogleAccess(
        String serviceAccount,
        String project,
        Optional<URI> emulator,
        Duration connectTimeout,
        Duration tokenTimeout,
        Duration storageTimeout) {
    private static final URI GOOGLES_TOKEN_ENDPOINT = URI.create("https://oauth2.googleapis.com/token");

    /** The only address an assertion is sent to. */
    URI tokenEndpoint() {
        return emulator.map(base -> URI.create(base.toString().replaceFirst("/+$", "") + "/token"))
                .orElse(GOOGLES_TOKEN_ENDPOINT);
    }
}
