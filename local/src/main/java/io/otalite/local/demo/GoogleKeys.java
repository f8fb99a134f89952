package io.otalite.local.demo;

import io.otalite.local.system.Archive;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** The keys of the archive's service account, seen by its administrator at Google. */
final class GoogleKeys {
    private static final String PATH =
            "/v1/projects/%s/serviceAccounts/%s/keys".formatted(Archive.PROJECT, Archive.SERVICE_ACCOUNT);
    private static final int NOT_FOUND = 404;

    private final RestClient rest;
    private final URI google;

    GoogleKeys(RestClient rest, URI google) {
        this.rest = rest;
        this.google = google;
    }

    /** The id of each key that there is, and whether it is enabled. */
    Map<String, Boolean> enabledById() throws InterruptedException {
        var keys = new TreeMap<String, Boolean>();
        var answer = rest.get(google.resolve(PATH + "?keyTypes=USER_MANAGED")).good();
        for (var key : answer.json().path("keys")) {
            var name = key.path("name").asText();
            keys.put(
                    name.substring(name.lastIndexOf('/') + 1),
                    !key.path("disabled").asBoolean());
        }
        return keys;
    }

    /** The demo has failed unless the first is there and enabled, and the second is gone. */
    void requireOnly(String enabled, String gone) throws InterruptedException {
        var found = enabledById();
        if (!found.getOrDefault(enabled, false) || found.containsKey(gone)) {
            throw new DemoFailedException(
                    "key %s enabled and key %s gone at Google".formatted(enabled, gone),
                    "the keys, and whether each is enabled: " + found);
        }
    }

    /** No new token is given for the key from now on. */
    void disable(String keyId) throws InterruptedException {
        set(keyId, "disable").good();
    }

    void enable(String keyId) throws InterruptedException {
        set(keyId, "enable").good();
    }

    /** Enables the key. False: it is gone. */
    boolean enableIfThere(String keyId) throws InterruptedException {
        var reply = set(keyId, "enable");
        if (reply.status() == NOT_FOUND) {
            return false;
        }
        var unused = reply.good();
        return true;
    }

    /** Where a key is enabled by hand. */
    URI enabling(String keyId) {
        return verb(keyId, "enable");
    }

    private RestClient.Reply set(String keyId, String verb) throws InterruptedException {
        return rest.send("POST", verb(keyId, verb), Bytes.utf8("{}"));
    }

    private URI verb(String keyId, String verb) {
        return google.resolve("%s/%s:%s".formatted(PATH, keyId, verb));
    }
}
