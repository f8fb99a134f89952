package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reading what is stored, without the power to change it. Objects that are handed out must not be changed. */
public interface Lookup {

    Optional<ObjectNode> get(ObjectKey key);

    /**
     * The objects of a kind, ordered by namespace and name.
     *
     * @param namespace empty for all namespaces
     */
    ObjectList list(Kind kind, String namespace);
}
