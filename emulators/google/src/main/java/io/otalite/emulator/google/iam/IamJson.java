package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Accounts and keys as the IAM API writes them. */
final class IamJson {
    private static final String FOREVER = "9999-12-31T23:59:59Z";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

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
        var json = Json.object()
                .put("name", name(account) + "/keys/" + key.id())
                .put("keyAlgorithm", "KEY_ALG_RSA_2048")
                .put("keyOrigin", "GOOGLE_PROVIDED")
                .put("keyType", "USER_MANAGED")
                .put("validAfterTime", key.validAfter().toString())
                .put("validBeforeTime", FOREVER);
        return key.disabled()
                ? json.put("disabled", true).put("disableReason", "SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED")
                : json;
    }

    /** The key with its public half as base64 of a PEM file. */
    ObjectNode keyWithPublicHalf(ServiceAccount account, ServiceAccountKey key) {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + PEM.encodeToString(Base64.getDecoder().decode(key.publicKey()))
                + "\n-----END PUBLIC KEY-----\n";
        return key(account, key)
                .put("publicKeyData", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private String name(ServiceAccount account) {
        return "projects/%s/serviceAccounts/%s".formatted(project, account.email());
    }
}
