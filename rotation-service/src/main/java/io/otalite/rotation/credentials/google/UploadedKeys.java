package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Standing;
import io.otalite.tuf.Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The pair is made here and only its public half goes to Google. The private half is in the intent, so that it is durable before the
 * call; after a lost answer the public half tells which key is the one.
 */
final class UploadedKeys implements Origin {
    private final IamKeys keys;
    private final GoogleAccess google;
    private final Settling settling;
    private final SecureRandom random;
    private final Clock clock;

    UploadedKeys(IamKeys keys, GoogleAccess google, Settling settling, SecureRandom random, Clock clock) {
        this.keys = keys;
        this.google = google;
        this.settling = settling;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public ObjectNode intend(String account) {
        var uniqueId = keys.account(account).getUniqueId();
        var now = clock.instant();
        var pair = OwnKey.generate(random);
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", now.toString())
                .put("clientId", uniqueId)
                .put("privateKey", pair.getPrivate().getEncoded())
                .put("publicKey", pair.getPublic().getEncoded())
                .put("certificate", certificate(pair, uniqueId, now));
    }

    private String certificate(KeyPair pair, String uniqueId, Instant now) {
        return new String(OwnKey.certificate(pair, uniqueId, random, now), StandardCharsets.US_ASCII);
    }

    @Override
    public Issued issue(String account, ObjectNode intent) {
        var certificate = intent.path("certificate").asText().getBytes(StandardCharsets.US_ASCII);
        var id = find(account, intent).orElseGet(() -> IamKeys.idOf(keys.upload(account, certificate)));
        return new Issued(id, Map.of(Issued.WHOLE, keyFile(account, id, intent)));
    }

    private Optional<String> find(String account, ObjectNode intent) {
        return keys.list(account).stream()
                .filter(UploadedKeys::isUploaded)
                .map(IamKeys::idOf)
                .filter(id -> keys.publicKey(account, id)
                        .filter(key -> Base64.getEncoder()
                                .encodeToString(key.getEncoded())
                                .equals(intent.path("publicKey").asText()))
                        .isPresent())
                .findFirst();
    }

    private static boolean isUploaded(ServiceAccountKey key) {
        return !"GOOGLE_PROVIDED".equals(key.getKeyOrigin());
    }

    /** What Google itself writes for a key that it makes. */
    private Bytes keyFile(String account, String id, ObjectNode intent) {
        var der = Base64.getDecoder().decode(intent.path("privateKey").asText());
        return Bytes.utf8(JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", google.project())
                .put("private_key_id", id)
                .put("private_key", OwnKey.pem("PRIVATE KEY", der))
                .put("client_email", account)
                .put("client_id", intent.path("clientId").asText())
                .put("auth_uri", "https://accounts.google.com/o/oauth2/auth")
                .put("token_uri", google.tokenEndpoint())
                .put("auth_provider_x509_cert_url", "https://www.googleapis.com/oauth2/v1/certs")
                .put(
                        "client_x509_cert_url",
                        "https://www.googleapis.com/robot/v1/metadata/x509/"
                                + URLEncoder.encode(account, StandardCharsets.UTF_8))
                .put("universe_domain", "googleapis.com")
                .toPrettyString());
    }

    @Override
    public void discard(String account, ObjectNode intent, Optional<String> issued) {
        var id = issued.or(() -> find(account, intent));
        var deleted = id.isPresent() && keys.change(account, id.get(), Standing.GONE);
        if (!deleted && !settling.isOver(intent.path("publicKey").asText())) {
            throw new IssuerUnavailableException(
                    "Google lists no such key of %s; one that was uploaded may appear within %s"
                            .formatted(account, settling));
        }
    }
}
