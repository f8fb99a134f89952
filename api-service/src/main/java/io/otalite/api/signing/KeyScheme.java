package io.otalite.api.signing;

import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of keys that can be made here (TUF 1.0.34, 4.2.2). */
public enum KeyScheme {
    ED25519("ed25519"),
    /** Not for factories with the dialect {@link Dialect#ATS}, which has no such keys. */
    ECDSA("ecdsa-sha2-nistp256"),
    /** 3072 bits. */
    RSA("rsassa-pss-sha256");

    private final String id;

    KeyScheme(String id) {
        this.id = id;
    }

    /** The scheme's name in metadata. */
    public String id() {
        return id;
    }

    /** Whether keys of that scheme can be made here. */
    public static boolean isKnown(String id) {
        return Arrays.stream(values()).anyMatch(scheme -> scheme.id.equals(id));
    }

    /** The scheme of that name; {@link InvalidValueException} for any other text. */
    public static KeyScheme fromId(String id) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "a key scheme",
                        Arrays.stream(values()).map(KeyScheme::id).collect(Collectors.joining(", ")),
                        id));
    }
}
