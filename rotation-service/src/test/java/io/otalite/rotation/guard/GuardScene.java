package io.otalite.rotation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A world of a few workloads, and reviews about what they use. Manifests are YAML in one line. */
public final class GuardScene {
    static final JsonMapper JSON = new JsonMapper();

    private GuardScene() {}

    /** Everything is seen, and nothing is there. */
    public static void see(World world) {
        for (var kind : List.of(
                "Deployment",
                "ReplicaSet",
                "StatefulSet",
                "DaemonSet",
                "Job",
                "CronJob",
                "Pod",
                "Secret",
                "ConfigMap",
                "ServiceAccount",
                "StorageClass",
                "PersistentVolumeClaim",
                "Namespace")) {
            world.see(Scope.everywhere(kind));
        }
    }

    /** Kind, then the members beside its names. */
    static JsonNode object(String kind, String name, String yaml) {
        var object = (ObjectNode) Serialization.yamlMapper().convertValue(parse(yaml), JsonNode.class);
        object.put("apiVersion", "v1").put("kind", kind);
        var metadata = object.withObjectProperty("metadata");
        metadata.put("namespace", "shop").put("name", name);
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + kind + "-" + name);
        }
        return object;
    }

    static void put(World world, String kind, String name, String yaml) {
        world.put(ObjectReader.read(object(kind, name, yaml)));
    }

    private static JsonNode parse(String yaml) {
        try {
            return Serialization.yamlMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AdmissionRequest delete(JsonNode old) {
        return request("DELETE", "somebody", old, null);
    }

    static AdmissionRequest update(JsonNode old, JsonNode fresh) {
        return request("UPDATE", "somebody", old, fresh);
    }

    static AdmissionRequest request(String operation, String user, JsonNode old, JsonNode fresh) {
        return AdmissionRequest.read(review(operation, user, old, fresh)).orElseThrow();
    }

    static ObjectNode review(String operation, String user, JsonNode old, JsonNode fresh) {
        var shown = fresh == null ? old : fresh;
        var review =
                JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        var request = review.putObject("request").put("uid", "u").put("operation", operation);
        request.putObject("kind")
                .put("group", "")
                .put("version", "v1")
                .put("kind", shown.path("kind").asText());
        request.put("namespace", "shop")
                .put("name", shown.path("metadata").path("name").asText());
        request.putObject("userInfo").put("username", user);
        request.set("object", fresh);
        request.set("oldObject", old);
        return review;
    }
}
