package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Duty;
import io.otalite.emulator.google.http.ApiException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An account with all its keys: one value and one file, so that every change of either is atomic.
 *
 * @param uniqueId the account's number, which also is the {@code client_id} of its key files
 * @param description for people; empty when nothing is said. A file of an earlier version has none
 */
public record ServiceAccount(
        String email, String uniqueId, Duty duty, boolean disabled, String description, List<ServiceAccountKey> keys) {
    private static final int MOST_KEYS = 10;

    public ServiceAccount {
        description = Objects.requireNonNullElse(description, "");
        keys = List.copyOf(keys);
    }

    /** Tells what is said of the account from what was said before; the same words have the same tag. */
    String etag() {
        var said = ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(description.hashCode())
                .put((byte) (disabled ? 1 : 0));
        return Base64.getEncoder().encodeToString(said.array());
    }

    public Optional<ServiceAccountKey> key(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    ServiceAccount withDisabled(boolean value) {
        return new ServiceAccount(email, uniqueId, duty, value, description, keys);
    }

    ServiceAccount withDuty(Duty value) {
        return new ServiceAccount(email, uniqueId, value, disabled, description, keys);
    }

    ServiceAccount withDescription(String value) {
        return new ServiceAccount(email, uniqueId, duty, disabled, value, keys);
    }

    /**
     * With a key that a caller asked for.
     *
     * @throws ApiException 409 when the account has a key with the same public half; 400 when it has ten keys, the disabled
     *     ones among them: the answer has no details, as Google's
     */
    ServiceAccount withNew(ServiceAccountKey key) {
        if (keys.stream().anyMatch(other -> other.publicKey().equals(key.publicKey()))) {
            throw ApiException.alreadyExists("The account has a key with this public half already.");
        }
        if (keys.size() >= MOST_KEYS) {
            throw ApiException.failedPrecondition("Precondition check failed.");
        }
        return with(key);
    }

    /** With the key added, or in place of the one with its id. */
    ServiceAccount with(ServiceAccountKey changed) {
        var others = without(changed).keys().stream();
        return withKeys(Stream.concat(others, Stream.of(changed)).toList());
    }

    ServiceAccount without(ServiceAccountKey gone) {
        return withKeys(keys.stream().filter(key -> !key.id().equals(gone.id())).toList());
    }

    private ServiceAccount withKeys(List<ServiceAccountKey> value) {
        return new ServiceAccount(email, uniqueId, duty, disabled, description, value);
    }
}
