package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.nio.charset.StandardCharsets;

/**
 * A key that was just made, with the content of its key file: the only copy of the private half, to be given away once.
 */
final class NewKey {
    private final ServiceAccountKey key;
    private final ObjectNode keyFile;

    NewKey(ServiceAccountKey key, ObjectNode keyFile) {
        this.key = key;
        this.keyFile = keyFile;
    }

    ServiceAccountKey key() {
        return key;
    }

    /** The key file, JSON in UTF-8. */
    byte[] keyFile() {
        return Json.pretty(keyFile).getBytes(StandardCharsets.UTF_8);
    }
}
