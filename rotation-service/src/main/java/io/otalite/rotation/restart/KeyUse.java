package io.otalite.rotation.restart;

import io.otalite.rotation.credentials.Usage;
import java.time.Instant;

/** Whether the new credential of a change is in use, as its issuer sees it. Thread-safe; may block for seconds. */
@FunctionalInterface
public interface KeyUse {
    /** Where nobody can be asked. */
    KeyUse UNKNOWN = (_, _) -> new Usage.Unknown("no issuer of it is known here");

    /**
     * What is known of its use since a moment. What nobody can find out is {@link Usage.Unknown}.
     *
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if who could tell does not answer now
     */
    Usage since(Change change, Instant since);
}
