package io.otalite.emulator.google.iam;

import java.time.Instant;

/**
 * Where a key comes from, and what is fixed from then on.
 *
 * @param validBefore end of its life
 * @param countsFrom when its assertions begin to count: a new key takes its time to be known everywhere
 * @param certificate X.509 certificate of its public half, DER in base64; empty for a key of an earlier version
 */
public record KeyOrigin(Kind kind, Instant validBefore, Instant countsFrom, String certificate) {
    /** End of a key whose end nobody set, as Google writes it. */
    static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    /** Of a key that was stored before origins were. */
    static KeyOrigin ofEarlierVersion(Instant validAfter) {
        return new KeyOrigin(Kind.GOOGLE_PROVIDED, NEVER, validAfter, "");
    }

    /** Who made the pair, by Google's names for it. */
    public enum Kind {
        /** The service, which gave the private half away and forgot it. */
        GOOGLE_PROVIDED,
        /** The caller, who has never shown the private half. */
        USER_PROVIDED
    }
}
