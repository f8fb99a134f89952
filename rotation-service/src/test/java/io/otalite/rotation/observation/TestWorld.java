package io.otalite.rotation.observation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.zjsonpatch.JsonPatch;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A world of objects that a test writes down, in which everything of Kubernetes' own kinds is seen. */
public final class TestWorld {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> SEEN = List.of(
            Kinds.SECRET,
            Kinds.CONFIG_MAP,
            Kinds.SERVICE_ACCOUNT,
            Kinds.NAMESPACE,
            Kinds.NODE,
            Kinds.POD,
            Kinds.SERVICE,
            Kinds.CLAIM,
            Kinds.VOLUME,
            Kinds.RESOURCE_QUOTA,
            Kinds.PRIORITY_CLASS,
            Kinds.RUNTIME_CLASS,
            Kinds.STORAGE_CLASS,
            Kinds.RESOURCE_CLAIM,
            Kinds.RESOURCE_CLAIM_TEMPLATE,
            Kinds.CLUSTER_TRUST_BUNDLE,
            Kinds.SECRET_PROVIDER_CLASS,
            Kinds.EXTERNAL_SECRET,
            Kinds.CERTIFICATE);

    private final World world;
    private final Map<ObjectRef, ObjectNode> objects = new LinkedHashMap<>();

    public TestWorld(Clock clock) {
        this.world = new World(clock);
        SEEN.forEach(kind -> world.see(Scope.everywhere(kind)));
    }

    /** Puts objects there, written as YAML documents. */
    public TestWorld with(String... documents) {
        for (var document : documents) {
            put(object(document));
        }
        return this;
    }

    public static ObjectNode object(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    public void put(ObjectNode object) {
        var observed = ObjectReader.read(object);
        objects.put(observed.ref(), object);
        world.put(observed);
    }

    public void remove(ObjectRef ref) {
        objects.remove(ref);
        world.remove(ref);
    }

    /** Applies a JSON patch to an object. */
    public void patch(ObjectRef ref, ArrayNode patch) {
        put((ObjectNode) JsonPatch.apply(patch, tree(ref)));
    }

    /** The object as it was put. */
    public ObjectNode tree(ObjectRef ref) {
        return objects.get(ref).deepCopy();
    }

    public World world() {
        return world;
    }

    public Referrer referrer(ObjectRef ref) {
        return (Referrer) world.find(ref).orElseThrow();
    }
}
