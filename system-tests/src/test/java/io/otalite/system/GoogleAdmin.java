package io.otalite.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.local.system.Archive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The person at Google who lets things go wrong: faults of the storage, keys that are revoked. */
record GoogleAdmin(RestClient rest) {
    private static final String UPLOADS = "/upload/storage/*";
    private static final String KEYS =
            "/v1/projects/%s/serviceAccounts/%s/keys".formatted(Archive.PROJECT, Archive.SERVICE_ACCOUNT);
    private static final int FOR_EVER = 1_000_000;

    /** Every upload is answered with 503 and stores nothing, until {@link #mend}. */
    void refuseUploads() {
        set(fault("status").put("status", 503).put("count", FOR_EVER));
    }

    /** The next upload is carried out, and its answer is lost. */
    void loseNextAnswer() {
        set(fault("drop-after").put("count", 1));
    }

    /** How many uploads met a fault that is still set. */
    long faultsMet() {
        var met = 0L;
        for (var fault : rest.get("/admin/faults").json().path("faults")) {
            met += fault.path("met").asLong();
        }
        return met;
    }

    void mend() {
        rest.delete("/admin/faults").content();
    }

    void disableKey(String keyId) {
        changeKey(keyId, "disable");
    }

    void enableKey(String keyId) {
        changeKey(keyId, "enable");
    }

    /** The keys of the archive's account, and whether each is disabled. */
    Map<String, Boolean> keys() {
        var keys = new TreeMap<String, Boolean>();
        for (var key : rest.get(KEYS + "?keyTypes=USER_MANAGED").json().path("keys")) {
            var name = key.path("name").asText();
            keys.put(
                    name.substring(name.lastIndexOf('/') + 1),
                    key.path("disabled").asBoolean());
        }
        return keys;
    }

    /** Makes one more key, as somebody at Google's console does. */
    NewKey createKey() {
        var made = askForKey().json();
        var name = made.path("name").asText();
        var file = Base64.getDecoder().decode(made.path("privateKeyData").asText());
        return new NewKey(name.substring(name.lastIndexOf('/') + 1), new String(file, StandardCharsets.UTF_8));
    }

    RestClient.Answer askForKey() {
        return rest.send("POST", KEYS, JsonNodeFactory.instance.objectNode());
    }

    /** @param file the content of the key file, JSON */
    record NewKey(String id, String file) {}

    void deleteKey(String id) {
        rest.delete(KEYS + "/" + id).content();
    }

    /** New keys are not accepted before this has passed. */
    void delayNewKeys(Duration delay) {
        rest.send(
                        "PATCH",
                        "/admin/lags",
                        JsonNodeFactory.instance.objectNode().put("keyPropagationMillis", delay.toMillis()))
                .content();
    }

    /** The next key is made, whoever made it up, and the answer is lost. */
    void loseNextKey() {
        set(fault("drop-after").put("path", "*/keys*").put("count", 1));
    }

    private static ObjectNode fault(String effect) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("method", "POST")
                .put("path", UPLOADS)
                .put("effect", effect);
    }

    private void set(ObjectNode fault) {
        rest.send("POST", "/admin/faults", fault).content();
    }

    private void changeKey(String keyId, String verb) {
        var path = "/v1/projects/%s/serviceAccounts/%s/keys/%s:%s"
                .formatted(Archive.PROJECT, Archive.SERVICE_ACCOUNT, keyId, verb);
        rest.send("POST", path, JsonNodeFactory.instance.objectNode()).content();
    }
}
