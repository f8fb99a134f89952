package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Write;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as a webhook is asked about it. */
record AdmissionRequest(
        Operation operation,
        ObjectKey key,
        @Nullable ObjectNode old,
        @Nullable ObjectNode wanted,
        Caller caller,
        Write write) {

    /** An {@code AdmissionReview} with a uid of its own. */
    ObjectNode toReview() {
        var review = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "AdmissionReview")
                .put("apiVersion", "admission.k8s.io/v1");
        var kind = key.kind();
        var request = review.putObject("request").put("uid", UUID.randomUUID().toString());
        request.set("kind", kindOf(kind));
        request.set("resource", resourceOf(kind));
        request.set("requestKind", kindOf(kind));
        request.set("requestResource", resourceOf(kind));
        request.put("name", key.name());
        if (kind.isNamespaced()) {
            request.put("namespace", key.namespace());
        }
        request.put("operation", operation.name());
        var user = request.putObject("userInfo").put("username", caller.username());
        if (!caller.uid().isEmpty()) {
            user.put("uid", caller.uid());
        }
        var groups = user.putArray("groups");
        caller.groups().forEach(groups::add);
        request.set("object", wanted);
        request.set("oldObject", old);
        request.put("dryRun", write == Write.DRY_RUN);
        request.putObject("options").put("kind", operation.options()).put("apiVersion", "meta.k8s.io/v1");
        return review;
    }

    private static ObjectNode kindOf(Kind kind) {
        return groupVersion(kind).put("kind", kind.name());
    }

    private static ObjectNode resourceOf(Kind kind) {
        return groupVersion(kind).put("resource", kind.plural());
    }

    private static ObjectNode groupVersion(Kind kind) {
        return JsonNodeFactory.instance.objectNode().put("group", kind.group()).put("version", kind.version());
    }
}
