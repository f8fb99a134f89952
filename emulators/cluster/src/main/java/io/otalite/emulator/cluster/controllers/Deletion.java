package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.PodControl;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import java.util.List;

/** Deleting an object of whichever kind as a client would: a pod is given its time to end. */
final class Deletion {

    private Deletion() {}

    /** @param finalizers are added, except to a pod */
    static void begin(Objects objects, ObjectKey key, ObjectNode object, List<String> finalizers) {
        if (key.kind().equals(Kinds.POD)) {
            PodControl.delete(objects, key, object);
        } else {
            objects.delete(key, _ -> {}, 0, finalizers, Write.FOR_REAL);
        }
    }
}
