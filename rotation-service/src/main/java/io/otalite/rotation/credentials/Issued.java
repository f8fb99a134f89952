package io.otalite.rotation.credentials;

import io.otalite.tuf.Bytes;
import java.util.Map;

/**
 * A new credential. Its content is nothing for logs; {@link Bytes} tells its size only.
 *
 * @param id as its issuer names it; never secret
 * @param parts what is written to a Secret, by the name of the part: most credentials have one, {@link #WHOLE}; a login has a {@code
 *     username} and a {@code password}
 */
public record Issued(String id, Map<String, Bytes> parts) {
    /** The only part of a credential that has one. */
    public static final String WHOLE = "";

    public Issued {
        parts = Map.copyOf(parts);
    }
}
