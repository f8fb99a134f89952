package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Subject;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Uses a new key as its owner will: the file is the account's, the token endpoint takes it, and the bucket lets it do what it is for.
 * Every attempt has a client of its own, so that no token of an earlier one is in the way.
 */
final class KeyProof {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/devstorage.read_write");
    private static final String USUAL_PERMISSIONS = "storage.objects.create,storage.objects.get,storage.objects.list";
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final GoogleAccess google;
    private final IamKeys keys;
    private final SecureRandom random;
    private final Clock clock;
    private final HttpTransport transport = new NetHttpTransport();

    KeyProof(GoogleAccess google, IamKeys keys, SecureRandom random, Clock clock) {
        this.google = google;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    Proof of(Subject subject, Issued issued) {
        var file = issued.parts().get(Issued.WHOLE);
        var parsed = file == null ? Optional.<ServiceAccountCredentials>empty() : parse(file);
        if (parsed.isEmpty()) {
            return new Proof.NotYet("The new key file is not one that Google's client takes");
        }
        return wrongField(subject, issued.id(), parsed.get())
                .or(() -> wrongHalf(subject.account(), issued.id(), parsed.get()))
                .<Proof>map(Proof.NotYet::new)
                .orElseGet(() -> use(subject, issued.id(), parsed.get()));
    }

    private Optional<ServiceAccountCredentials> parse(Bytes file) {
        try (var in = file.asInputStream()) {
            return Optional.of(ServiceAccountCredentials.fromStream(in, () -> transport).toBuilder()
                    .setDefaultRetriesEnabled(false)
                    .setScopes(SCOPES)
                    .build());
        } catch (IOException | RuntimeException unusable) {
            // The library throws both kinds for a bad file, and may quote it.
            return Optional.empty();
        }
    }

    private Optional<String> wrongField(Subject subject, String id, ServiceAccountCredentials parsed) {
        var wrong = new ArrayList<String>();
        compare(wrong, "private_key_id", id, parsed.getPrivateKeyId());
        compare(wrong, "client_email", subject.account(), parsed.getClientEmail());
        compare(wrong, "project_id", google.project(), parsed.getProjectId());
        compare(wrong, "token_uri", URI.create(google.tokenEndpoint()), parsed.getTokenServerUri());
        return wrong.isEmpty() ? Optional.empty() : Optional.of("The new key file says " + String.join(" and ", wrong));
    }

    private static void compare(List<String> wrong, String field, Object expected, Object found) {
        if (!expected.equals(found)) {
            wrong.add("%s %s instead of %s".formatted(field, found, expected));
        }
    }

    /** Google keeps the public half of this private one under this id. */
    private Optional<String> wrongHalf(String account, String id, ServiceAccountCredentials parsed) {
        try {
            var atGoogle = keys.publicKey(account, id);
            if (atGoogle.isEmpty()) {
                return Optional.of("Google does not show the key %s yet".formatted(id));
            }
            return Possession.belong(parsed.getPrivateKey(), atGoogle.get(), random)
                    ? Optional.empty()
                    : Optional.of("The private key in the file is not that of the key %s at Google".formatted(id));
        } catch (IssuerUnavailableException | IssuerRefusedException unknown) {
            return Optional.of(String.valueOf(unknown.getMessage()));
        }
    }

    private Proof use(Subject subject, String id, ServiceAccountCredentials parsed) {
        try {
            var unused = parsed.refreshAccessToken();
        } catch (IOException failure) {
            return new Proof.NotYet(Failures.status(failure)
                    .map(status -> "The token endpoint refuses the key %s (HTTP %d); it may not know it yet"
                            .formatted(id, status))
                    .orElse("The token endpoint gives no answer"));
        }
        var exchanged = "The token endpoint took the key %s at %s"
                .formatted(id, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return subject.setting("bucket")
                .map(bucket -> inBucket(bucket, wanted(subject), parsed, exchanged))
                .orElseGet(() -> new Proof.Proven(
                        List.of(exchanged, "No bucket is named for it, so what it may do there was not asked")));
    }

    private static Set<String> wanted(Subject subject) {
        var wanted = new TreeSet<String>();
        Arrays.stream(subject.setting("permissions").orElse(USUAL_PERMISSIONS).split(",", -1))
                .map(String::strip)
                .filter(permission -> !permission.isEmpty())
                .forEach(wanted::add);
        return wanted;
    }

    private Proof inBucket(String bucket, Set<String> wanted, ServiceAccountCredentials parsed, String exchanged) {
        Set<String> lacking;
        try {
            lacking = new TreeSet<>(wanted);
            lacking.removeAll(granted(bucket, wanted, parsed));
        } catch (IOException failure) {
            return Failures.status(failure).equals(Optional.of(HttpURLConnection.HTTP_NOT_FOUND))
                    ? new Proof.Insufficient("There is no bucket %s".formatted(bucket))
                    : new Proof.NotYet("The bucket %s does not say what the key may do: %s"
                            .formatted(
                                    bucket,
                                    Failures.status(failure)
                                            .map(status -> "HTTP " + status)
                                            .orElse("no answer")));
        }
        return lacking.isEmpty()
                ? new Proof.Proven(List.of(exchanged, "In the bucket %s it has %s".formatted(bucket, wanted)))
                : new Proof.Insufficient("In the bucket %s the new key lacks %s".formatted(bucket, lacking));
    }

    private Set<String> granted(String bucket, Set<String> wanted, ServiceAccountCredentials parsed)
            throws IOException {
        var url = new GenericUrl(google.root("storage") + "/storage/v1/b/"
                + URLEncoder.encode(bucket, StandardCharsets.UTF_8) + "/iam/testPermissions");
        url.set("permissions", List.copyOf(wanted));
        var request = transport
                .createRequestFactory(new HttpCredentialsAdapter(parsed))
                .buildGetRequest(url)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setReadTimeout(TIMEOUT_MILLIS);
        var granted = new TreeSet<String>();
        // Nothing is granted when the field is absent.
        JSON.readTree(request.execute().parseAsString())
                .path("permissions")
                .forEach(permission -> granted.add(permission.asText()));
        return granted;
    }
}
