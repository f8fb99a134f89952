package io.otalite.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.local.system.Archive;

/** The person at Google who lets things go wrong: faults of the storage, keys that are revoked. */
record GoogleAdmin(RestClient rest) {
    private static final String UPLOADS = "/upload/storage/*";
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
