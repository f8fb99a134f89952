package io.otalite.events;

import io.otalite.tuf.InvalidValueException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A Secret holds new content, and whoever reads it has to be restarted to use that. Anyone who rotates may say so; the event names
 * what changed and never holds any of it.
 *
 * @param rotationId what the consequences are told under: 1 to 63 of {@code A-Z a-z 0-9 . _ -}, for it becomes the value of an
 *     annotation; where it is absent, the reader makes one from what it finds in the cluster
 * @param secret of kind {@code Secret}, in a namespace
 * @param keys the entries of the Secret that changed, 1 to 64, in the order of their names
 * @param oldKeyId the key that was in use before, as its issuer names it
 * @param newKeyId the key that is to be used now, as its issuer names it
 * @param account whose keys these are, for instance the e-mail of a service account
 * @param rotatedAt when the Secret got its new content
 */
public record KeyRotated(
        Optional<String> rotationId,
        ObjectName secret,
        Set<String> keys,
        Optional<String> oldKeyId,
        Optional<String> newKeyId,
        Optional<String> account,
        Instant rotatedAt)
        implements Event {

    public static final String TYPE = "io.otalite.KeyRotated.v1";

    private static final int MOST_KEYS = 64;
    private static final Pattern ENTRY = Pattern.compile("(?!\\.$|\\.\\.)[-._a-zA-Z0-9]{1,253}");

    public KeyRotated {
        rotationId.ifPresent(EventChecks::rotationId);
        EventChecks.secret(secret);
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new InvalidValueException("the rotated entries of a Secret", "1 to 64", String.valueOf(keys.size()));
        }
        if (!keys.stream().allMatch(key -> ENTRY.matcher(key).matches())) {
            throw new InvalidValueException(
                    "the rotated entries of a Secret",
                    "names of up to 253 letters, digits, dots, hyphens and underscores",
                    "something else");
        }
        EventChecks.keyIds(oldKeyId, newKeyId, account);
    }

    /** The Secret as the event's key and subject name it: {@code namespace/name}. */
    public String secretName() {
        return secret.namespace() + '/' + secret.name();
    }

    @Override
    public String type() {
        return TYPE;
    }
}
