package io.otalite.emulator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Admission;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;

/** No rules: only what every kind has, the two parts of an object and its generation. */
public final class PlainAdmission implements Admission {

    @Override
    public ObjectNode admit(ObjectKey key, Part part, ObjectNode old, ObjectNode wanted, Lookup lookup) {
        if (!key.kind().has(Subresource.STATUS)) {
            return wanted;
        }
        if (part == Part.STATUS) {
            var result = old.deepCopy();
            setOrRemove(result, "status", wanted.path("status"));
            return result;
        }
        if (old == null && key.kind().equals(Kinds.POD)) {
            wanted.putObject("status").put("phase", "Pending");
            return wanted;
        }
        setOrRemove(wanted, "status", old == null ? MissingNode.getInstance() : old.path("status"));
        var changed = old == null || !old.path("spec").equals(wanted.path("spec"));
        Metadata.of(wanted).put("generation", (old == null ? 0 : Metadata.generation(old)) + (changed ? 1 : 0));
        return wanted;
    }

    private static void setOrRemove(ObjectNode object, String field, JsonNode value) {
        if (value.isMissingNode()) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }
}
