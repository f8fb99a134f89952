package io.otalite.manifests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.Manifest;
import io.otalite.manifests.Manifests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of one rendered overlay; a test may change them. */
record Cluster(List<ObjectNode> objects) {
    static final String NAMESPACE = "ota-lite";
    /** The one workload that asks the API server, and its namespace. */
    static final String ROTATION = "rotation-service";

    static final String ROTATION_NAMESPACE = "ota-lite-rotation";

    static Cluster of(String overlay) {
        var manifests = Manifests.read(Path.of("../../deploy/kubernetes/overlays", overlay));
        return new Cluster(
                new ArrayList<>(manifests.stream().map(Manifest::object).toList()));
    }

    Stream<ObjectNode> all(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    Stream<Workload> workloads() {
        return all("Deployment").map(Workload::new);
    }

    Workload workload(String name) {
        return new Workload(object("Deployment", name));
    }

    ObjectNode object(String kind, String name) {
        return all(kind)
                .filter(object -> nameOf(object).equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String nameOf(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String namespaceOf(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** A Deployment, and the places in it that rules are about. */
    record Workload(ObjectNode deployment) {
        String name() {
            return nameOf(deployment);
        }

        String namespace() {
            return namespaceOf(deployment);
        }

        boolean isIn(JsonNode object) {
            return namespaceOf(object).equals(namespace());
        }

        ObjectNode spec() {
            return deployment.withObject("/spec");
        }

        ObjectNode pod() {
            return deployment.withObject("/spec/template/spec");
        }

        JsonNode podLabels() {
            return deployment.at("/spec/template/metadata/labels");
        }

        /** The one container of the pod. */
        ObjectNode container() {
            return (ObjectNode) pod().path("containers").get(0);
        }

        Stream<JsonNode> containers() {
            return Stream.of("containers", "initContainers").flatMap(list -> elements(pod().path(list)));
        }

        Stream<JsonNode> volumes() {
            return elements(pod().path("volumes"));
        }

        JsonNode variable(String name) {
            return elements(container().path("env"))
                    .filter(variable -> variable.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
