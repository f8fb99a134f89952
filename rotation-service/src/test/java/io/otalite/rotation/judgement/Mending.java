package io.otalite.rotation.judgement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.util.List;
import java.util.Map;

/** Does what a fix says. */
final class Mending {
    private static final Map<String, String> API_VERSIONS = Map.of(
            Kinds.PRIORITY_CLASS, "scheduling.k8s.io/v1",
            Kinds.RUNTIME_CLASS, "node.k8s.io/v1",
            Kinds.STORAGE_CLASS, "storage.k8s.io/v1",
            Kinds.RESOURCE_CLAIM, "resource.k8s.io/v1",
            Kinds.SECRET_PROVIDER_CLASS, "secrets-store.csi.x-k8s.io/v1",
            Kinds.CLUSTER_TRUST_BUNDLE, "certificates.k8s.io/v1beta1");

    private Mending() {}

    static void apply(Fix fix, TestWorld world) {
        switch (fix) {
            case Fix.UseName use -> world.patch(use.object(), use.patch());
            case Fix.UseKey use -> world.patch(use.object(), use.patch());
            case Fix.MakeOptional optional -> world.patch(optional.object(), optional.patch());
            case Fix.CopyObject copy -> {
                var object = world.tree(copy.from());
                object.withObject("/metadata").put("name", copy.to().name());
                world.put(object);
            }
            case Fix.CreateObject create -> world.put(object(create.object(), create.keys()));
            case Fix.AddKey add -> {
                var object = world.tree(add.object());
                object.withObject("/data").put(add.key(), "QUJD");
                world.put(object);
            }
            case Fix.Advice advice -> throw new AssertionError("Only a person can do this: " + advice.command());
        }
    }

    private static ObjectNode object(ObjectRef ref, List<String> keys) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", API_VERSIONS.getOrDefault(ref.kind(), "v1"))
                .put("kind", ref.kind().replaceFirst("\\..*", ""));
        object.putObject("metadata").put("name", ref.name()).put("namespace", ref.namespace());
        keys.forEach(key -> object.withObject("/data").put(key, "QUJD"));
        return object;
    }
}
