package io.otalite.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.system.Archive;
import io.otalite.local.system.ExitHook;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.URI;

/** The key that backup-service archives with, seen by the administrator of its service account. */
final class ArchiveKey {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Narrator narrator;
    private final RestClient rest;
    private final URI google;
    private final String id;

    /** @param keyFile its content */
    ArchiveKey(Narrator narrator, RestClient rest, URI google, byte[] keyFile) {
        this.narrator = narrator;
        this.rest = rest;
        this.google = google;
        this.id = idIn(keyFile);
    }

    private static String idIn(byte[] keyFile) {
        try {
            return JSON.readTree(keyFile).path("private_key_id").asText();
        } catch (IOException e) {
            throw new DemoFailedException(
                    "a key file in the Secret of the archive", e.getClass().getSimpleName());
        }
    }

    String id() {
        return id;
    }

    /** No new token is given for the key from now on. */
    Revocation disable() throws InterruptedException {
        var revocation = new Revocation();
        narrator.say(
                "Should this command be killed before it gives the key back, POST %s does it, with the admin token."
                        .formatted(google.resolve(path("enable"))));
        set("disable");
        return revocation;
    }

    private void set(String verb) throws InterruptedException {
        rest.send("POST", google.resolve(path(verb)), Bytes.utf8("{}")).good();
    }

    private String path(String verb) {
        return "/v1/projects/%s/serviceAccounts/%s/keys/%s:%s"
                .formatted(Archive.PROJECT, Archive.SERVICE_ACCOUNT, id, verb);
    }

    /** A revocation that is taken back, however the demo ends: by a failure, or by Ctrl-C in the middle. */
    final class Revocation implements AutoCloseable {
        private final ExitHook hook = ExitHook.register("enable-key", this::enableAtExit);

        @Override
        public void close() {
            try {
                set("enable");
                hook.cancel();
            } catch (InterruptedException _) {
                // The hook is still there, and enables it when this JVM ends.
                Thread.currentThread().interrupt();
            }
        }

        private void enableAtExit() {
            try {
                set("enable");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (DemoFailedException e) {
                narrator.say("The key %s is still disabled: %s".formatted(id, String.valueOf(e.getMessage())));
            }
        }
    }
}
