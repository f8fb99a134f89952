package io.otalite.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers, in a file, which key the demo has disabled: a demo that is killed cannot give it back, so the next one does.
 */
record RevokedKey(Path file) {

    void remember(String keyId) {
        try {
            Files.writeString(file, keyId);
        } catch (IOException e) {
            throw new DemoFailedException("to write " + file, e.toString());
        }
    }

    /** Empty when every key was given back. */
    Optional<String> remembered() {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new DemoFailedException("to read " + file, e.toString());
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DemoFailedException("to remove " + file, e.toString());
        }
    }
}
