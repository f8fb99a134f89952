package io.otalite.rotation.credentials.google;

import com.google.api.client.http.HttpRequestFactory;
import com.google.api.services.iam.v1.Iam;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * The way to Google.
 *
 * @param project of the accounts
 * @param accounts IAM, with the rights of this service
 * @param requests any of Google's interfaces, with the rights of this service
 * @param emulator development only: stands in for all of Google
 */
public record GoogleAccess(
        String project,
        Way<Iam.Projects.ServiceAccounts> accounts,
        Way<HttpRequestFactory> requests,
        Optional<URI> emulator) {

    /** Built anew for each use, for the key of this service may be rotated too. */
    @FunctionalInterface
    public interface Way<T> {
        T open() throws IOException;
    }

    /** The only address an assertion is sent to. */
    String tokenEndpoint() {
        return root("oauth2") + "/token";
    }

    /** @param service the first part of Google's host name, such as {@code storage} */
    String root(String service) {
        return emulator.map(url -> url.toString().replaceFirst("/+$", ""))
                .orElse("https://%s.googleapis.com".formatted(service));
    }
}
