package io.otalite.emulator.google.kms;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;

/** {@code projects.locations.keyRings.cryptoKeys}: encrypt and decrypt. */
public final class KmsApi {
    private static final String KEY = "/v1/projects/{project}/locations/{location}/keyRings/{ring}/cryptoKeys/{key}";

    private final CryptoKeys keys;
    private final Authenticator authenticator;
    private final SecureRandom random;

    public KmsApi(CryptoKeys keys, Authenticator authenticator, SecureRandom random) {
        this.keys = keys;
        this.authenticator = authenticator;
        this.random = random;
    }

    public void addTo(Router router) {
        router.route("POST", KEY + ":encrypt", this::encrypt).route("POST", KEY + ":decrypt", this::decrypt);
    }

    private Answer encrypt(Request request) throws IOException {
        var key = enter(request, Permission.CRYPTO_KEYS_ENCRYPT);
        var wanted = CryptoRequest.toEncrypt(request.json());
        var ciphertext = key.encrypt(wanted.content(), wanted.additional(), random);
        var body = Json.object()
                .put("name", key.primary())
                .put("ciphertext", base64(ciphertext))
                .put("ciphertextCrc32c", CryptoRequest.checksum(ciphertext))
                .put("protectionLevel", "SOFTWARE");
        if (wanted.contentVerified()) {
            body.put("verifiedPlaintextCrc32c", true);
        }
        if (wanted.additionalVerified()) {
            body.put("verifiedAdditionalAuthenticatedDataCrc32c", true);
        }
        return Response.ok(body);
    }

    private Answer decrypt(Request request) throws IOException {
        var key = enter(request, Permission.CRYPTO_KEYS_DECRYPT);
        var wanted = CryptoRequest.toDecrypt(request.json());
        var plaintext = key.decrypt(wanted.content(), wanted.additional())
                .orElseThrow(() -> ApiException.invalid("Decryption failed: the ciphertext is invalid."));
        return Response.ok(Json.object()
                .put("plaintext", base64(plaintext))
                .put("plaintextCrc32c", CryptoRequest.checksum(plaintext))
                .put("usedPrimary", true)
                .put("protectionLevel", "SOFTWARE"));
    }

    private CryptoKey enter(Request request, Permission permission) throws IOException {
        authenticator.authenticate(request).require(permission);
        var name = "projects/%s/locations/%s/keyRings/%s/cryptoKeys/%s"
                .formatted(
                        request.path("project"), request.path("location"), request.path("ring"), request.path("key"));
        return keys.find(name).orElseThrow(() -> ApiException.notFound("CryptoKey %s not found.".formatted(name)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
