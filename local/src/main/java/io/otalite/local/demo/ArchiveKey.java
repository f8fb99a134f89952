package io.otalite.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.Archive;
import io.otalite.local.system.ExitHook;
import java.io.IOException;

/** The key that backup-service archives with: what is in its Secret, and what its administrator can do to it. */
final class ArchiveKey {
    /** The entry of the Secret. */
    static final String ENTRY = "key.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Narrator narrator;
    private final GoogleKeys keys;
    private final RevokedKey revoked;
    private final String id;

    /** @param id of the key in use */
    ArchiveKey(Narrator narrator, GoogleKeys keys, RevokedKey revoked, String id) {
        this.narrator = narrator;
        this.keys = keys;
        this.revoked = revoked;
        this.id = id;
    }

    /** The key file, from the cluster, where it is another one after a rotation. */
    static byte[] file(Workloads cluster) {
        return cluster.secrets(Workloads.NAMESPACE).read(Archive.CREDENTIAL, ENTRY);
    }

    /** The id of the key in that file. */
    static String idIn(byte[] keyFile) {
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
                "Should this command be killed before it gives the key back, POST %s does it, with the admin token; so does the next ./ota demo."
                        .formatted(keys.enabling(id)));
        revoked.remember(id);
        keys.disable(id);
        return revocation;
    }

    /** Gives back the key that a demo had disabled when it was killed. */
    static void giveBackLeftOver(Narrator narrator, GoogleKeys keys, RevokedKey revoked) throws InterruptedException {
        var id = revoked.remembered();
        if (id.isPresent()) {
            if (keys.enableIfThere(id.get())) {
                narrator.say("Key %s is enabled again: a demo that was killed had disabled it.".formatted(id.get()));
            }
            revoked.forget();
        }
    }

    private void enable() throws InterruptedException {
        keys.enable(id);
        revoked.forget();
    }

    /** A revocation that is taken back, however the demo ends: by a failure, or by Ctrl-C in the middle. */
    final class Revocation implements AutoCloseable {
        private final ExitHook hook = ExitHook.register("enable-key", this::enableAtExit);

        @Override
        public void close() {
            try {
                enable();
                hook.cancel();
            } catch (InterruptedException _) {
                // The hook is still there, and enables it when this JVM ends.
                Thread.currentThread().interrupt();
            }
        }

        private void enableAtExit() {
            try {
                enable();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (DemoFailedException e) {
                narrator.say("The key %s is still disabled: %s".formatted(id, String.valueOf(e.getMessage())));
            }
        }
    }
}
