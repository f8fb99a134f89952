package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Metadata;
import java.util.OptionalInt;

/** Annotations that controllers read. Clients write them too, and may write anything. */
public final class Annotations {

    private Annotations() {}

    /** A whole number; empty for none, and for what is no number. */
    public static OptionalInt number(JsonNode object, String name) {
        try {
            var text = Metadata.annotation(object, name);
            return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }
}
