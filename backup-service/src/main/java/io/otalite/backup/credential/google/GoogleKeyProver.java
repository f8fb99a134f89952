package io.otalite.backup.credential.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.common.base.Throwables;
import io.otalite.backup.credential.BucketAccess;
import io.otalite.backup.credential.KeyIdentity;
import io.otalite.backup.credential.KeyProver;
import io.otalite.backup.credential.Proof;
import io.otalite.tuf.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Proves a service-account key: its fields are the expected ones, the token endpoint issues a token for it, and the bucket
 * lets the account in.
 */
public final class GoogleKeyProver implements KeyProver<Storage> {
    private static final String GOOGLE = "googleapis.com";
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/devstorage.read_write");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private final GoogleAccess access;
    private final BucketAccess<Storage> bucket;
    private final HttpTransport tokens;

    public GoogleKeyProver(GoogleAccess access, BucketAccess<Storage> bucket) {
        this.access = access;
        this.bucket = bucket;
        this.tokens = new TokenTransport(access.tokenEndpoint(), access.connectTimeout(), access.tokenTimeout());
    }

    @Override
    public Proof<Storage> prove(Bytes keyFile) {
        ServiceAccountCredentials parsed;
        try {
            parsed = ServiceAccountCredentials.fromStream(new ByteArrayInputStream(keyFile.toArray()), () -> tokens);
        } catch (IOException | RuntimeException unusable) {
            // The library throws both kinds for a bad file. Its message may quote the file, so only its kind is told.
            return new Proof.Malformed<>("The key file is not a usable service-account key ("
                    + unusable.getClass().getSimpleName() + "); mount the JSON key as its issuer wrote it");
        }
        var key = new KeyIdentity(parsed.getPrivateKeyId(), parsed.getClientEmail());
        return wrongField(parsed, key).orElseGet(() -> askIssuer(parsed, key));
    }

    private Optional<Proof<Storage>> wrongField(ServiceAccountCredentials parsed, KeyIdentity key) {
        if (!parsed.getTokenServerUri().equals(access.tokenEndpoint())) {
            return Optional.of(new Proof.Malformed<>("The key file asks for tokens at %s, allowed is only %s"
                    .formatted(parsed.getTokenServerUri(), access.tokenEndpoint())));
        }
        if (!GOOGLE.equals(universe(parsed))) {
            return Optional.of(new Proof.Malformed<>(
                    "The key file is of the universe %s, expected is %s".formatted(universe(parsed), GOOGLE)));
        }
        if (!key.account().equals(access.serviceAccount()) || !access.project().equals(parsed.getProjectId())) {
            return Optional.of(new Proof.WrongAccount<>(
                    key,
                    "The key file is of %s in project %s, expected is %s in project %s"
                            .formatted(
                                    key.account(), parsed.getProjectId(), access.serviceAccount(), access.project())));
        }
        return Optional.empty();
    }

    private static String universe(ServiceAccountCredentials parsed) {
        try {
            return parsed.getUniverseDomain();
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    private Proof<Storage> askIssuer(ServiceAccountCredentials parsed, KeyIdentity key) {
        var scoped = parsed.createWithCustomRetryStrategy(false).createScoped(SCOPES);
        try {
            var unused = scoped.refreshAccessToken();
        } catch (IOException failure) {
            return refusal(failure)
                    .<Proof<Storage>>map(status -> new Proof.Refused<>(
                            key,
                            "The token endpoint refuses key %s of %s (HTTP %d): it is disabled, deleted or not known there"
                                    .formatted(key.keyId(), key.account(), status)))
                    .orElseGet(() -> new Proof.NoAnswer<>(
                            key,
                            "The token endpoint %s gives no answer: %s"
                                    .formatted(access.tokenEndpoint(), Throwables.getRootCause(failure))));
        }
        return askBucket(client(scoped), key);
    }

    private Proof<Storage> askBucket(Storage client, KeyIdentity key) {
        return switch (bucket.ask(client)) {
            case BucketAccess.Answer.Granted _ -> new Proof.Good<>(key, client);
            case BucketAccess.Answer.Refused(var why) -> new Proof.Refused<>(key, why);
            case BucketAccess.Answer.Denied(var why) -> new Proof.NotAdmitted<>(key, why);
            case BucketAccess.Answer.Unknown(var why) -> new Proof.NoAnswer<>(key, why);
        };
    }

    /** The status with which the endpoint said no for good; empty when it said nothing, or asked to come back. */
    private static Optional<Integer> refusal(IOException failure) {
        return Throwables.getCausalChain(failure).stream()
                .filter(HttpResponseException.class::isInstance)
                .map(cause -> ((HttpResponseException) cause).getStatusCode())
                .filter(status ->
                        status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS)
                .findFirst();
    }

    /** Fails fast: the long patience is the caller's. */
    private Storage client(GoogleCredentials credentials) {
        var retries = StorageOptions.getDefaultRetrySettings().toBuilder()
                .setMaxAttempts(2)
                .setInitialRetryDelayDuration(Duration.ofMillis(200))
                .setMaxRetryDelayDuration(Duration.ofSeconds(1))
                .setTotalTimeoutDuration(access.storageTimeout().multipliedBy(2))
                .build();
        var transport = HttpTransportOptions.newBuilder()
                .setConnectTimeout((int) access.connectTimeout().toMillis())
                .setReadTimeout((int) access.storageTimeout().toMillis())
                .build();
        var options = StorageOptions.http()
                .setProjectId(access.project())
                .setCredentials(credentials)
                .setTransportOptions(transport)
                .setRetrySettings(retries);
        options.setUniverseDomain(GOOGLE);
        access.emulator().map(URI::toString).ifPresent(options::setHost);
        return options.build().getService();
    }
}
