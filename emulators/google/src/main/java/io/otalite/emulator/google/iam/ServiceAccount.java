package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Duty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An account with all its keys: one value and one file, so that every change of either is atomic.
 *
 * @param uniqueId the account's number, which also is the {@code client_id} of its key files
 */
public record ServiceAccount(String email, String uniqueId, Duty duty, boolean disabled, List<ServiceAccountKey> keys) {
    public ServiceAccount {
        keys = List.copyOf(keys);
    }

    public Optional<ServiceAccountKey> key(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    ServiceAccount withDisabled(boolean value) {
        return new ServiceAccount(email, uniqueId, duty, value, keys);
    }

    ServiceAccount withDuty(Duty value) {
        return new ServiceAccount(email, uniqueId, value, disabled, keys);
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
        return new ServiceAccount(email, uniqueId, duty, disabled, value);
    }
}
