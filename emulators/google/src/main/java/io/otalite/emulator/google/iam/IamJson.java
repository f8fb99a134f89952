package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Accounts and keys as the IAM API writes them. */
final class IamJson {
    private final String project;

    IamJson(String project) {
        this.project = project;
    }

    ObjectNode account(ServiceAccount account) {
        var json = Json.object()
                .put("name", name(account))
                .put("projectId", project)
                .put("uniqueId", account.uniqueId())
                .put("email", account.email())
                .put("oauth2ClientId", account.uniqueId())
                .put("etag", account.etag());
        if (!account.description().isEmpty()) {
            json.put("description", account.description());
        }
        return account.disabled() ? json.put("disabled", true) : json;
    }

    ObjectNode key(ServiceAccount account, ServiceAccountKey key) {
        var json = Json.object().put("name", name(account) + "/keys/" + key.id());
        algorithm(key).ifPresent(algorithm -> json.put("keyAlgorithm", algorithm));
        json.put("keyOrigin", key.origin().kind().name())
                .put("keyType", "USER_MANAGED")
                .put("validAfterTime", key.validAfter().toString())
                .put("validBeforeTime", key.origin().validBefore().toString());
        return key.disabled()
                ? json.put("disabled", true)
                        .put("disableReason", key.disableReason().id())
                : json;
    }

    /** The key with the private half, which nobody can ask for again. */
    ObjectNode keyWithPrivateHalf(ServiceAccount account, NewKey made) {
        return key(account, made.key())
                .put("privateKeyType", KeyRequest.KEY_FILE)
                .put("privateKeyData", Base64.getEncoder().encodeToString(made.keyFile()));
    }

    /** The key with its public half as base64 of a PEM file. */
    ObjectNode keyWithPublicHalf(ServiceAccount account, ServiceAccountKey key, String pem) {
        return key(account, key)
                .put("publicKeyData", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Empty for a length that Google has no name for. */
    private static Optional<String> algorithm(ServiceAccountKey key) {
        return key.rsaBits() == 2048 ? Optional.of(KeyRequest.RSA_2048) : Optional.empty();
    }

    private String name(ServiceAccount account) {
        return "projects/%s/serviceAccounts/%s".formatted(project, account.email());
    }
}
