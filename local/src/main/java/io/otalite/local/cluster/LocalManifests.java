package io.otalite.local.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.Manifest;
import io.otalite.manifests.ManifestException;
import io.otalite.manifests.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The manifests that the local system runs, with what is different on this machine at this moment: addresses, ports, and
 * the environment that a test wants.
 */
public final class LocalManifests {
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String LOCAL_PORT = "emulator.ota-lite.io/local-port";

    private final List<ObjectNode> objects;

    private LocalManifests(List<ObjectNode> objects) {
        this.objects = objects;
    }

    /**
     * Renders manifests.
     *
     * @param path a folder with a kustomization, a file, or a folder of files; {@code -} is the standard input
     * @throws io.otalite.manifests.ManifestException when it cannot be rendered
     */
    public static LocalManifests render(Path path) {
        var manifests =
                path.equals(STANDARD_INPUT) ? Manifests.read(System.in, "standard input") : Manifests.read(path);
        return new LocalManifests(manifests.stream().map(Manifest::object).toList());
    }

    /** In an order in which they can be applied. */
    public List<ObjectNode> objects() {
        return objects;
    }

    /** Where the Service is reached on this machine, by the names of its ports. */
    public void localPorts(String service, Map<String, Integer> ports) {
        var text = ports.entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .sorted()
                .toList();
        of("Service", service)
                .withObject("/metadata")
                .withObject("/annotations")
                .put(LOCAL_PORT, String.join(",", text));
    }

    /** Sets one entry of a ConfigMap, in every namespace that has one of this name. */
    public void configure(String configMap, String key, String value) {
        all("ConfigMap", configMap).forEach(object -> object.withObject("/data").put(key, value));
    }

    /** Names the authority, as base64 of PEM, by which the API server knows the webhooks of a configuration. */
    public void trust(String webhookConfiguration, String caBundle) {
        for (var webhook :
                of("ValidatingWebhookConfiguration", webhookConfiguration).path("webhooks")) {
            ((ObjectNode) webhook).withObject("/clientConfig").put("caBundle", caBundle);
        }
    }

    /** Sets a variable in every container of a Deployment. */
    public void environment(String deployment, String variable, String value) {
        for (var container : podSpec(deployment).path("containers")) {
            var list = ((ObjectNode) container).withArrayProperty("env");
            for (var i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).path("name").asText().equals(variable)) {
                    list.remove(i);
                }
            }
            list.addObject().put("name", variable).put("value", value);
        }
    }

    /** How many pods a Deployment has. */
    public void replicas(String deployment, int count) {
        of("Deployment", deployment).withObject("/spec").put("replicas", count);
    }

    private JsonNode podSpec(String deployment) {
        return of("Deployment", deployment).path("spec").path("template").path("spec");
    }

    private ObjectNode of(String kind, String name) {
        return all(kind, name).getFirst();
    }

    private List<ObjectNode> all(String kind, String name) {
        var found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.path("metadata").path("name").asText().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new ManifestException(
                    "the manifests", "have no %s %s, which a local system needs".formatted(kind, name));
        }
        return found;
    }
}
