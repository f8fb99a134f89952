package io.otalite.rotation.observation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object refers to another.
 *
 * @param key the entry of the target that is needed; null when the whole object is
 * @param optional whether Kubernetes goes on without it
 * @param path where it is written: a JSON pointer (RFC 6901) into the object that refers, to the object that holds the name
 * @param nameField the member at that path that holds the name of the target
 */
public record Reference(
        Use use, ObjectRef target, @Nullable String key, boolean optional, String path, String nameField, Place place) {

    static Reference of(Use use, ObjectRef target, String path, String nameField) {
        return new Reference(use, target, null, false, path, nameField, Place.POD);
    }

    Reference withoutPath() {
        return new Reference(use, target, key, optional, "", nameField, place);
    }

    public Optional<String> neededKey() {
        return Optional.ofNullable(key);
    }
}
