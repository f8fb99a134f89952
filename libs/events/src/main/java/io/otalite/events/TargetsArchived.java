package io.otalite.events;

import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.time.Instant;

/**
 * A version of a factory's Targets stands in the archive and can be fetched from there without the service that
 * published it.
 *
 * @param sha256 the digest of the archived bytes
 * @param bucket the bucket that holds the object
 * @param object the name of the object within the bucket
 * @param generation the generation the store gave the object, above zero
 * @param time when the object was known to be durable
 */
public record TargetsArchived(
        DocumentIdentity identity, Sha256 sha256, String bucket, String object, long generation, Instant time)
        implements Event {

    public static final String TYPE = "io.otalite.TargetsArchived.v1";

    public TargetsArchived {
        EventChecks.role(identity, RoleName.TARGETS);
        if (bucket.isBlank() || object.isBlank() || generation <= 0) {
            throw new InvalidValueException(
                    "the place of an archived document",
                    "a bucket, the name of an object and a generation above zero",
                    EventChecks.excerpt(bucket + ", " + object + ", " + generation));
        }
    }

    @Override
    public String type() {
        return TYPE;
    }
}
