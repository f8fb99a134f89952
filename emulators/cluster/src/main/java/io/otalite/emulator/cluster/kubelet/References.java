package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the Secrets and ConfigMaps that a pod refers to, as they are at the moment of asking. */
final class References {
    private final Objects objects;
    private final String namespace;

    References(Objects objects, String namespace) {
        this.objects = objects;
        this.namespace = namespace;
    }

    /**
     * The content of a Secret or ConfigMap.
     *
     * @return empty when it is not there, and may be missing
     * @throws MissingReferenceException when it is not there
     */
    Optional<Map<String, byte[]>> read(Kind kind, String name, boolean optional) throws MissingReferenceException {
        var object = objects.get(new ObjectKey(kind, namespace, name));
        if (object.isEmpty() && !optional) {
            throw new MissingReferenceException("%s \"%s\" not found".formatted(kind.singular(), name));
        }
        return object.map(found -> content(found, kind.equals(Kinds.SECRET)));
    }

    private static Map<String, byte[]> content(JsonNode object, boolean isSecret) {
        var result = new TreeMap<String, byte[]>();
        object.path("data").properties().forEach(entry -> {
            var text = entry.getValue().asText();
            result.put(entry.getKey(), isSecret ? decode(entry.getValue()) : text.getBytes(StandardCharsets.UTF_8));
        });
        object.path("binaryData").properties().forEach(entry -> result.put(entry.getKey(), decode(entry.getValue())));
        return result;
    }

    private static byte[] decode(JsonNode value) {
        try {
            return value.isBinary()
                    ? value.binaryValue()
                    : Base64.getMimeDecoder().decode(value.asText());
        } catch (IOException e) {
            throw new UncheckedIOException("a value that is not base64 passed admission", e);
        }
    }

    String qualified(String name) {
        return namespace + "/" + name;
    }

    /** The keys of all Secrets and ConfigMaps that are named anywhere in the spec of a pod. */
    Set<ObjectKey> named(JsonNode podSpec) {
        var found = new HashSet<ObjectKey>();
        for (var reference : podSpec.findValues("secretKeyRef")) {
            add(found, Kinds.SECRET, reference.path("name"));
        }
        for (var reference : podSpec.findValues("secretRef")) {
            add(found, Kinds.SECRET, reference.path("name"));
        }
        for (var reference : podSpec.findValues("secret")) {
            add(found, Kinds.SECRET, reference.path("secretName"));
            add(found, Kinds.SECRET, reference.path("name"));
        }
        for (var field : Set.of("configMapKeyRef", "configMapRef", "configMap")) {
            for (var reference : podSpec.findValues(field)) {
                add(found, Kinds.CONFIG_MAP, reference.path("name"));
            }
        }
        return found;
    }

    private void add(Set<ObjectKey> found, Kind kind, JsonNode name) {
        if (!name.asText().isEmpty()) {
            found.add(new ObjectKey(kind, namespace, name.asText()));
        }
    }
}
