package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.otalite.emulator.cluster.admission.Quantities;
import io.otalite.emulator.cluster.objects.Metadata;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.stream.Collectors;

/** What a pod may be told of itself: {@code fieldRef} and {@code resourceFieldRef}. */
final class DownwardApi {
    private static final Map<String, String> NODE_CAPACITY =
            Map.of("cpu", "2", "memory", "8Gi", "ephemeral-storage", "32Gi");

    private final KubeletSettings settings;
    private final JsonNode pod;
    private final String address;

    DownwardApi(KubeletSettings settings, JsonNode pod, String address) {
        this.settings = settings;
        this.pod = pod;
        this.address = address;
    }

    /** @throws MissingReferenceException for a field that is not offered */
    String field(String path) throws MissingReferenceException {
        return switch (path) {
            case "metadata.name" -> Metadata.name(pod);
            case "metadata.namespace" -> Metadata.namespace(pod);
            case "metadata.uid" -> Metadata.uid(pod);
            case "metadata.labels" -> lines(Metadata.labels(pod));
            case "metadata.annotations" -> lines(Metadata.annotations(pod));
            case "spec.nodeName" -> settings.nodeName();
            case "spec.serviceAccountName" ->
                pod.path("spec").path("serviceAccountName").asText("default");
            case "status.hostIP", "status.hostIPs" -> settings.nodeAddress();
            case "status.podIP", "status.podIPs" -> address;
            default -> entry(path);
        };
    }

    private String entry(String path) throws MissingReferenceException {
        if (path.startsWith("metadata.labels['") && path.endsWith("']")) {
            return Metadata.labels(pod).getOrDefault(path.substring(17, path.length() - 2), "");
        }
        if (path.startsWith("metadata.annotations['") && path.endsWith("']")) {
            return Metadata.annotations(pod).getOrDefault(path.substring(22, path.length() - 2), "");
        }
        throw new MissingReferenceException("unsupported fieldPath: " + path);
    }

    private static String lines(Map<String, String> entries) {
        return entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%s=\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** The limit or request of a container; of a limit that is not set, what the node has. */
    String resource(JsonNode container, JsonNode reference) throws MissingReferenceException {
        var path = reference.path("resource").asText();
        var name = path.substring(path.indexOf('.') + 1);
        var set = container
                .path("resources")
                .path(path.startsWith("limits.") ? "limits" : "requests")
                .path(name);
        var amount = set.isMissingNode() && path.startsWith("limits.") ? NODE_CAPACITY.get(name) : set.asText("0");
        if (amount == null) {
            throw new MissingReferenceException("unsupported container resource : " + path);
        }
        var divisor = quantity(reference.path("divisor").asText("1"));
        return quantity(amount)
                .divide(divisor.signum() == 0 ? BigDecimal.ONE : divisor, 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private static BigDecimal quantity(String text) throws MissingReferenceException {
        return Quantities.parse(text)
                .orElseThrow(() -> new MissingReferenceException("\"%s\" is no quantity".formatted(text)));
    }

    /** The container of the pod that a volume's {@code resourceFieldRef} names. */
    JsonNode container(String name) {
        return pod.path("spec")
                .path("containers")
                .valueStream()
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
