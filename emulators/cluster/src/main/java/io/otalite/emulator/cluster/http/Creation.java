package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Names of objects that come in: what the body says has to agree with the path, and a name may be left to the server. */
final class Creation {
    /** Without vowels and look-alikes, as Kubernetes chooses the end of a generated name. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int LONGEST_PREFIX = 58;

    private final SecureRandom random = new SecureRandom();

    /**
     * The key of a new object.
     *
     * @param namespace of the path
     * @throws Refusal when the body contradicts the path, or there is no name
     */
    ObjectKey key(Kind kind, String namespace, ObjectNode object) {
        requireType(kind, object);
        requireNamespace(kind, namespace, object);
        var name = Metadata.name(object);
        return new ObjectKey(
                kind, kind.isNamespaced() ? namespace : "", name.isEmpty() ? generated(kind, object) : name);
    }

    /** @throws Refusal 400 when a body that replaces or applies contradicts its path */
    static void requireMatch(ObjectKey key, ObjectNode object) {
        requireType(key.kind(), object);
        requireNamespace(key.kind(), key.namespace(), object);
        var name = Metadata.name(object);
        if (!name.isEmpty() && !name.equals(key.name())) {
            throw Refusal.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)".formatted(name, key.name()));
        }
    }

    /** Whether the server chose the name, so that it may choose another. */
    static boolean isGenerated(ObjectNode object) {
        return Metadata.name(object).isEmpty();
    }

    private String generated(Kind kind, ObjectNode object) {
        var prefix = object.path("metadata").path("generateName").asText("");
        if (prefix.isEmpty()) {
            throw nameless(kind);
        }
        var name = new StringBuilder(prefix.substring(0, Math.min(LONGEST_PREFIX, prefix.length())));
        for (var i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    private static Refusal nameless(Kind kind) {
        var cause = new Refusal.Cause(
                "FieldValueRequired", "Required value: name or generateName is required", "metadata.name");
        var anywhere = kind.isNamespaced() ? new ObjectKey(kind, "default", "") : ObjectKey.inCluster(kind, "");
        return Refusal.invalid(anywhere, List.of(cause));
    }

    private static void requireType(Kind kind, ObjectNode object) {
        var problems = new ArrayList<String>();
        var apiVersion = object.path("apiVersion").asText("");
        if (!apiVersion.isEmpty() && !apiVersion.equals(kind.apiVersion())) {
            problems.add("the API version in the data (%s) does not match the expected API version (%s)"
                    .formatted(apiVersion, kind.apiVersion()));
        }
        var name = object.path("kind").asText("");
        if (!name.isEmpty() && !name.equals(kind.name())) {
            problems.add(
                    "the kind in the data (%s) does not match the expected kind (%s)".formatted(name, kind.name()));
        }
        if (!problems.isEmpty()) {
            throw Refusal.badRequest(String.join(", ", problems));
        }
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
    }

    private static void requireNamespace(Kind kind, String namespace, ObjectNode object) {
        if (object.has("metadata") && !object.path("metadata").isObject()) {
            throw Refusal.badRequest("metadata must be an object");
        }
        var own = Metadata.namespace(object);
        if (kind.isNamespaced() && !own.isEmpty() && !own.equals(namespace)) {
            throw Refusal.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }
}
