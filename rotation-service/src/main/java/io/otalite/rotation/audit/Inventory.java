package io.otalite.rotation.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.DataObject.Entry;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Plain;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is assumed to exist: names and the names of entries, no content. It is written as an object with the kind {@code Inventory} of
 * {@code ota-lite.io/v1}, so that it is read as manifests are.
 *
 * @param complete what is listed completely: what is not listed there does not exist. Elsewhere, what is not listed is not known
 * @param objects in order
 */
public record Inventory(List<Scope> complete, List<Item> objects) {
    public static final String API_VERSION = "ota-lite.io/v1";
    public static final String KIND = "Inventory";

    /** Kinds whose existence a template can depend on. */
    private static final Set<String> LISTED = Set.of(
            Kinds.SECRET,
            Kinds.CONFIG_MAP,
            Kinds.SERVICE_ACCOUNT,
            Kinds.SERVICE,
            Kinds.CLAIM,
            Kinds.PRIORITY_CLASS,
            Kinds.RUNTIME_CLASS,
            Kinds.STORAGE_CLASS,
            Kinds.RESOURCE_CLAIM,
            Kinds.RESOURCE_CLAIM_TEMPLATE,
            Kinds.SECRET_PROVIDER_CLASS);

    /** One object. @param keys of a Secret or ConfigMap, in order */
    public record Item(ObjectRef ref, List<String> keys) {
        public Item {
            keys = List.copyOf(keys);
        }
    }

    public Inventory {
        complete = List.copyOf(complete);
        objects = List.copyOf(objects);
    }

    public static boolean isOne(JsonNode object) {
        return object.path("kind").asText().equals(KIND)
                && object.path("apiVersion").asText().startsWith("ota-lite.io/");
    }

    /**
     * Reads one.
     *
     * @throws AuditException when it is not of the documented form
     */
    public static Inventory read(JsonNode object, String origin) {
        if (!object.path("apiVersion").asText().equals(API_VERSION)) {
            throw new AuditException("%s: this is an inventory of %s; %s is understood"
                    .formatted(origin, object.path("apiVersion").asText(), API_VERSION));
        }
        var complete = new ArrayList<Scope>();
        for (var entry : object.path("complete")) {
            for (var kind : entry.path("kinds")) {
                if (entry.path("namespaces").isEmpty()) {
                    complete.add(Scope.everywhere(kind.asText()));
                }
                entry.path("namespaces")
                        .forEach(namespace -> complete.add(new Scope(kind.asText(), namespace.asText())));
            }
        }
        var objects = new ArrayList<Item>();
        for (var entry : object.path("objects")) {
            var ref = new ObjectRef(
                    entry.path("kind").asText(),
                    entry.path("namespace").asText(),
                    entry.path("name").asText());
            if (ref.kind().isEmpty() || ref.name().isEmpty()) {
                throw new AuditException("%s: each of \"objects\" has a kind and a name; found %s"
                        .formatted(
                                origin,
                                entry.toString()
                                        .substring(
                                                0,
                                                Math.min(200, entry.toString().length()))));
            }
            var keys = new ArrayList<String>();
            entry.path("keys").forEach(key -> keys.add(key.asText()));
            objects.add(new Item(ref, keys));
        }
        return new Inventory(complete, objects);
    }

    /**
     * What of a world manifests may depend on.
     *
     * @param namespaces only these; empty for all
     */
    public static Inventory of(World world, Set<String> namespaces) {
        var complete = world.views().stream()
                .filter(view -> view.blind().isEmpty())
                .map(View::scope)
                .filter(scope -> LISTED.contains(scope.kind()))
                .flatMap(scope -> narrowed(scope, namespaces).stream())
                .toList();
        var objects = world.all().stream()
                .filter(object -> LISTED.contains(object.ref().kind()))
                .filter(object -> namespaces.isEmpty()
                        || object.ref().namespace().isEmpty()
                        || namespaces.contains(object.ref().namespace()))
                .map(object -> new Item(object.ref(), keys(object)))
                .sorted((one, other) -> one.ref().compareTo(other.ref()))
                .toList();
        return new Inventory(complete, objects);
    }

    private static List<Scope> narrowed(Scope scope, Set<String> namespaces) {
        if (namespaces.isEmpty() || Kinds.isClusterScoped(scope.kind())) {
            return List.of(scope);
        }
        return new TreeSet<>(namespaces)
                .stream()
                        .filter(namespace ->
                                scope.namespace().isEmpty() || scope.namespace().equals(namespace))
                        .map(namespace -> new Scope(scope.kind(), namespace))
                        .toList();
    }

    private static List<String> keys(Observed object) {
        return object instanceof DataObject data ? List.copyOf(data.entries().keySet()) : List.of();
    }

    /** Makes a world of it, or adds to one. */
    void addTo(World world) {
        complete.forEach(world::see);
        objects.forEach(item -> world.put(fact(item)));
    }

    private static Observed fact(Item item) {
        var meta = new Meta("", "", Optional.empty(), false, List.of(), Map.of());
        return switch (item.ref().kind()) {
            case Kinds.SECRET, Kinds.CONFIG_MAP -> {
                var entries = new HashMap<String, Entry>();
                item.keys().forEach(key -> entries.put(key, new Entry("", 0, Optional.empty())));
                yield new DataObject(item.ref(), meta, "", false, entries, Optional.empty(), Map.of());
            }
            case Kinds.SERVICE_ACCOUNT -> new ServiceAccount(item.ref(), meta, false, List.of());
            default -> new Plain(item.ref(), meta, Map.of());
        };
    }
}
