package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What volumes must be like, and which of them this cluster has. */
final class VolumeRules {
    private static final Set<String> OFFERED = Set.of("secret", "configMap", "projected", "downwardAPI", "emptyDir");
    private static final Set<String> PROJECTED = Set.of("secret", "configMap", "downwardAPI", "serviceAccountToken");

    private VolumeRules() {}

    /** The names of the volumes of a pod. */
    static Set<String> check(JsonNode spec, String path, Faults faults) {
        var names = new HashSet<String>();
        var volumes = objects(spec, "volumes");
        for (var i = 0; i < volumes.size(); i++) {
            var volume = volumes.get(i);
            var at = "%s.volumes[%d]".formatted(path, i);
            var name = text(volume, "name");
            if (name.isEmpty()) {
                faults.required(at + ".name");
            } else {
                Names.LABEL.faultOf(name).ifPresent(fault -> faults.invalid(at + ".name", name, fault));
            }
            if (!names.add(name)) {
                faults.duplicate(at + ".name", name);
            }
            checkType(volume, at, faults);
        }
        return names;
    }

    private static void checkType(ObjectNode volume, String at, Faults faults) {
        var types = volume.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !field.equals("name"))
                .sorted()
                .toList();
        types.stream()
                .skip(1)
                .forEach(type -> faults.forbidden(at + "." + type, "may not specify more than 1 volume type"));
        for (var type : types) {
            if (!OFFERED.contains(type)) {
                faults.beyondThisCluster(at + "." + type, type + " volumes");
            }
        }
        checkSource(volume, at, faults);
    }

    private static void checkSource(ObjectNode volume, String at, Faults faults) {
        if (volume.has("secret")) {
            requireName(volume.path("secret"), at + ".secret", "secretName", faults);
            checkItems(volume.path("secret"), at + ".secret", faults);
        }
        if (volume.has("configMap")) {
            requireName(volume.path("configMap"), at + ".configMap", "name", faults);
            checkItems(volume.path("configMap"), at + ".configMap", faults);
        }
        var sources = objects(volume.path("projected"), "sources");
        for (var i = 0; i < sources.size(); i++) {
            var path = "%s.projected.sources[%d]".formatted(at, i);
            var types = sources.get(i).properties().stream().map(Map.Entry::getKey).sorted().toList();
            if (types.isEmpty()) {
                faults.required(path, "must specify a source");
            }
            types.stream()
                    .skip(1)
                    .forEach(type -> faults.forbidden(path + "." + type, "may not specify more than 1 volume type per source"));
            types.stream()
                    .filter(type -> !PROJECTED.contains(type))
                    .forEach(type -> faults.beyondThisCluster(path + "." + type, "projecting a " + type));
            checkProjection(sources.get(i), path, faults);
        }
    }

    private static void checkProjection(ObjectNode source, String path, Faults faults) {
        for (var type : List.of("secret", "configMap")) {
            if (source.has(type)) {
                requireName(source.path(type), path + "." + type, "name", faults);
                checkItems(source.path(type), path + "." + type, faults);
            }
        }
        var token = source.path("serviceAccountToken");
        if (source.has("serviceAccountToken")) {
            if (text(token, "path").isEmpty()) {
                faults.required(path + ".serviceAccountToken.path");
            }
            if (token.path("expirationSeconds").asLong(3600) < 600) {
                faults.invalid(
                        path + ".serviceAccountToken.expirationSeconds",
                        token.get("expirationSeconds"),
                        "may not specify a duration less than 10 minutes");
            }
        }
    }

    private static void requireName(JsonNode source, String path, String field, Faults faults) {
        if (text(source, field).isEmpty()) {
            faults.required(path + "." + field);
        }
    }

    private static void checkItems(JsonNode source, String path, Faults faults) {
        var items = objects(source, "items");
        for (var i = 0; i < items.size(); i++) {
            var at = "%s.items[%d]".formatted(path, i);
            if (text(items.get(i), "key").isEmpty()) {
                faults.required(at + ".key");
            }
            if (text(items.get(i), "path").isEmpty()) {
                faults.required(at + ".path");
            } else {
                relative(text(items.get(i), "path"), at + ".path", faults);
            }
        }
    }

    /** A path that stays within its volume. */
    static void relative(String value, String path, Faults faults) {
        if (value.startsWith("/")) {
            faults.invalid(path, value, "must be a relative path");
        }
        if (List.of(value.split("/", -1)).contains("..")) {
            faults.invalid(path, value, "must not contain '..'");
        }
    }
}
