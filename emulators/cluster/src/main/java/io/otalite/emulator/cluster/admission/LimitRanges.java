package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.present;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives containers the limits and requests of their namespace, and refuses what is beyond its bounds. Only ranges for
 * containers are kept; others are refused when they are made.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
 */
final class LimitRanges {

    private LimitRanges() {}

    static void checkRange(JsonNode range, Faults faults) {
        var limits = objects(range.path("spec"), "limits");
        for (var i = 0; i < limits.size(); i++) {
            var path = "spec.limits[%d]".formatted(i);
            if (!text(limits.get(i), "type").equals("Container")) {
                faults.beyondThisCluster(path + ".type", "limits of anything but a Container");
            }
            if (limits.get(i).has("maxLimitRequestRatio")) {
                faults.beyondThisCluster(path + ".maxLimitRequestRatio", "ratios of limits");
            }
        }
    }

    /** Fills in what the containers do not say. */
    static void complete(ObjectKey key, ObjectNode pod, Lookup lookup) {
        for (var limit : limits(key, lookup)) {
            for (var container : containers(pod)) {
                var resources = container.withObjectProperty("resources");
                present(limit, "default").ifPresent(values -> fill(resources, "limits", values));
                present(limit, "defaultRequest").ifPresent(values -> fill(resources, "requests", values));
            }
        }
    }

    private static void fill(ObjectNode resources, String field, ObjectNode values) {
        var amounts = resources.withObjectProperty(field);
        values.properties().forEach(value -> {
            if (!amounts.has(value.getKey())) {
                amounts.set(value.getKey(), value.getValue());
            }
        });
    }

    /** @throws Refusal 403 that names every container beyond its bounds */
    static void admit(ObjectKey key, ObjectNode pod, Lookup lookup) {
        var faults = new ArrayList<String>();
        for (var limit : limits(key, lookup)) {
            for (var container : containers(pod)) {
                var resources = container.path("resources");
                limit.path("max")
                        .properties()
                        .forEach(bound -> above(bound, resources).ifPresent(faults::add));
                limit.path("min")
                        .properties()
                        .forEach(bound -> below(bound, resources).ifPresent(faults::add));
            }
        }
        if (!faults.isEmpty()) {
            throw Refusal.forbidden(key, faults.size() == 1 ? faults.getFirst() : faults.toString());
        }
    }

    private static Optional<String> above(Map.Entry<String, JsonNode> bound, JsonNode resources) {
        var most = bound.getValue().asText();
        var limit = text(resources.path("limits"), bound.getKey());
        if (limit.isEmpty()) {
            return Optional.of(
                    "maximum %s usage per Container is %s.  No limit is specified".formatted(bound.getKey(), most));
        }
        return compare(limit, most) > 0
                ? Optional.of(
                        "maximum %s usage per Container is %s, but limit is %s".formatted(bound.getKey(), most, limit))
                : Optional.empty();
    }

    private static Optional<String> below(Map.Entry<String, JsonNode> bound, JsonNode resources) {
        var least = bound.getValue().asText();
        var request = text(resources.path("requests"), bound.getKey());
        if (request.isEmpty()) {
            return Optional.of(
                    "minimum %s usage per Container is %s.  No request is specified".formatted(bound.getKey(), least));
        }
        return compare(request, least) < 0
                ? Optional.of("minimum %s usage per Container is %s, but request is %s"
                        .formatted(bound.getKey(), least, request))
                : Optional.empty();
    }

    private static int compare(String one, String other) {
        return Quantities.parse(one)
                .orElseThrow()
                .compareTo(Quantities.parse(other).orElseThrow());
    }

    private static List<ObjectNode> limits(ObjectKey key, Lookup lookup) {
        return lookup.list(Kinds.LIMIT_RANGE, key.namespace()).items().stream()
                .filter(range -> !Metadata.isDeleted(range))
                .flatMap(range -> objects(range.path("spec"), "limits").stream())
                .toList();
    }

    private static List<ObjectNode> containers(ObjectNode pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> objects(pod.path("spec"), list).stream())
                .toList();
    }
}
