package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every namespace has: the service account {@code default} and the ConfigMap with the certificate of the API server;
 * and its end: all that is in it goes first. A finalizer holds it until then.
 */
public final class Namespaces implements Reconciler {
    private static final String FINALIZER = "kubernetes";

    private final Objects objects;
    private final String certificate;

    /** @param certificate the authority of the API server, PEM; empty for none */
    public Namespaces(Objects objects, String certificate) {
        this.objects = objects;
        this.certificate = certificate;
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        var kind = change.key().kind();
        if (kind.equals(Kinds.NAMESPACE)) {
            look.accept(change.key());
        } else if (change.type() == ObjectChange.Type.DELETED && kind.isNamespaced()) {
            look.accept(ObjectKey.inCluster(Kinds.NAMESPACE, change.key().namespace()));
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var namespace = objects.get(key).orElse(null);
        if (namespace == null || Metadata.isDeleted(namespace)) {
            empty(key, namespace != null);
            return Optional.empty();
        }
        setPhase(key, "Active");
        if (!Metadata.finalizers(namespace).contains(FINALIZER)) {
            objects.update(key, object -> {
                Metadata.of(object).withArrayProperty("finalizers").add(FINALIZER);
                return object;
            });
        }
        furnish(key.name());
        return Optional.empty();
    }

    private void setPhase(ObjectKey key, String phase) {
        objects.updateStatus(key, object -> {
            object.withObjectProperty("status").put("phase", phase);
            return object;
        });
    }

    private void furnish(String namespace) {
        ensure(new ObjectKey(Kinds.SERVICE_ACCOUNT, namespace, "default"), Map.of());
        if (!certificate.isEmpty()) {
            ensure(new ObjectKey(Kinds.CONFIG_MAP, namespace, "kube-root-ca.crt"), Map.of("ca.crt", certificate));
        }
    }

    private void ensure(ObjectKey key, Map<String, String> data) {
        if (objects.get(key).isPresent()) {
            return;
        }
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", key.kind().apiVersion())
                .put("kind", key.kind().name());
        data.forEach((name, value) -> object.withObjectProperty("data").put(name, value));
        objects.create(key, object, Write.FOR_REAL);
    }

    private void empty(ObjectKey key, boolean isThere) {
        if (isThere) {
            setPhase(key, "Terminating");
        }
        var left = 0;
        for (var kind : Kinds.all()) {
            if (kind.isNamespaced()) {
                left += empty(kind, key.name());
            }
        }
        if (isThere && left == 0) {
            objects.update(key, object -> {
                Metadata.of(object)
                        .withArrayProperty("finalizers")
                        .removeIf(finalizer -> finalizer.asText().equals(FINALIZER));
                return object;
            });
        }
    }

    /** Begins the deletion of all objects of a kind; returns how many are left. */
    private int empty(Kind kind, String namespace) {
        for (var object : objects.list(kind, namespace).items()) {
            if (!Metadata.isDeleted(object)) {
                Deletion.begin(objects, Index.keyOf(kind, object), object, List.of());
            }
        }
        return objects.list(kind, namespace).items().size();
    }
}
