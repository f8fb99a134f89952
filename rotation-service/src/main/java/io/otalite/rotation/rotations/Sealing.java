package io.otalite.rotation.rotations;

import io.otalite.tuf.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encryption of what a rotation keeps. Thread-safe. */
public interface Sealing {
    /**
     * @param context what it belongs to: it can be opened under the same words only
     * @throws SealingException if there is no usable key
     */
    Bytes seal(Bytes content, String context);

    /** @throws SealingException if there is no usable key, or another one was used */
    Bytes open(Bytes sealed, String context);

    /** Why nothing could be sealed now, for people; empty when it could. */
    Optional<String> refusal();

    /** The message holds nothing of what was to be sealed. */
    final class SealingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public SealingException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
