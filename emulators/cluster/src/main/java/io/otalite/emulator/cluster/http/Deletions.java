package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.http.Writes.Written;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Set;

/** The verbs delete and deletecollection. What becomes of the dependants is the garbage collector's. */
final class Deletions {
    /** Namespaces that every cluster has, as long as it is one. */
    private static final Set<ObjectKey> IMMORTAL = Set.of(
            ObjectKey.inCluster(Kinds.NAMESPACE, "default"), ObjectKey.inCluster(Kinds.NAMESPACE, "kube-system"));

    private final Objects objects;
    private final Writes writes;
    private final Clock clock;

    Deletions(Objects objects, Writes writes, Clock clock) {
        this.objects = objects;
        this.writes = writes;
        this.clock = clock;
    }

    Answer delete(Call call, ObjectKey key) {
        var written = delete(call, key, DeleteOptions.of(call));
        var left = written.object();
        var isGone = !key.kind().equals(Kinds.POD) && !Metadata.isDeleted(left);
        return new Answer.Document(
                200,
                isGone ? success(key, left) : View.of(call, key.kind(), clock).one(left),
                written.warnings());
    }

    /** Those that are gone by the time their turn comes are passed over. */
    Answer deleteCollection(Call call, Kind kind, String namespace) {
        var options = DeleteOptions.of(call);
        var selection = Selection.of(call, kind, namespace);
        var deleted = new ArrayList<ObjectNode>();
        var warnings = new ArrayList<String>();
        for (var object : objects.list(kind, selection.namespace()).items()) {
            if (selection.has(object)) {
                try {
                    var written = delete(call, key(kind, object), options);
                    deleted.add(written.object());
                    warnings.addAll(written.warnings());
                } catch (Refusal refusal) {
                    if (!refusal.reason().equals("NotFound")) {
                        throw refusal;
                    }
                }
            }
        }
        var metadata = Json.object().put("resourceVersion", Long.toString(objects.version()));
        return new Answer.Document(200, View.of(call, kind, clock).list(metadata, deleted), warnings);
    }

    private Written delete(Call call, ObjectKey key, DeleteOptions options) {
        if (IMMORTAL.contains(key)) {
            throw Refusal.forbidden(key, "this namespace may not be deleted");
        }
        return writes.delete(call, key, options);
    }

    private static ObjectKey key(Kind kind, JsonNode object) {
        return new ObjectKey(kind, Metadata.namespace(object), Metadata.name(object));
    }

    private static ObjectNode success(ObjectKey key, ObjectNode object) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        var details = status.putObject("details").put("name", key.name());
        if (!key.kind().group().isEmpty()) {
            details.put("group", key.kind().group());
        }
        details.put("kind", key.kind().plural()).put("uid", Metadata.uid(object));
        return status;
    }
}
