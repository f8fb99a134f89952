package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import java.util.List;

/** Creates and deletes the pods of a workload, and says so in events of the workload. */
public final class PodControl {
    private static final int DEFAULT_GRACE_SECONDS = 30;

    private final Objects objects;
    private final Events events;
    private final String component;

    /** @param component the name of the controller in its events, such as {@code replicaset-controller} */
    public PodControl(Objects objects, Events events, String component) {
        this.objects = objects;
        this.events = events;
        this.component = component;
    }

    /** A pod of a template, to be named and created. */
    public static ObjectNode ofTemplate(JsonNode template) {
        var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        var metadata = pod.putObject("metadata");
        for (var field : List.of("labels", "annotations", "finalizers")) {
            if (template.path("metadata").hasNonNull(field)) {
                metadata.set(field, template.path("metadata").path(field).deepCopy());
            }
        }
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    /**
     * Creates a pod under a name of its own.
     *
     * @throws Refusal when it was refused; an event says so already
     */
    public void createGenerated(ObjectKey ownerKey, ObjectNode owner, ObjectNode pod) {
        var prefix = ownerKey.name() + "-";
        Metadata.of(pod).put("generateName", prefix);
        var name = Names.generate(prefix);
        create(ownerKey, owner, pod, name, prefix);
    }

    /** As {@link #createGenerated}, under a given name. */
    public void createNamed(ObjectKey ownerKey, ObjectNode owner, ObjectNode pod, String name) {
        create(ownerKey, owner, pod, name, name);
    }

    private void create(ObjectKey ownerKey, ObjectNode owner, ObjectNode pod, String name, String shownName) {
        Owners.manage(pod, ownerKey, owner);
        var subject = Subject.of(ownerKey, owner);
        try {
            objects.create(new ObjectKey(Kinds.POD, ownerKey.namespace(), name), pod, Write.FOR_REAL);
            events.record(subject, component, Events.Type.NORMAL, "SuccessfulCreate", "Created pod: " + name);
        } catch (Refusal refusal) {
            var why = String.valueOf(refusal.getMessage()).replace(name, shownName);
            events.record(subject, component, Events.Type.WARNING, "FailedCreate", "Error creating: " + why);
            throw new Refusal(refusal.code(), refusal.reason(), why, JsonNodeFactory.instance.objectNode());
        }
    }

    /** Begins the deletion of a pod, with its own grace period; nothing happens when it has begun or is over. */
    public void delete(ObjectKey ownerKey, ObjectNode owner, ObjectNode pod) {
        if (Metadata.isDeleted(pod)) {
            return;
        }
        delete(objects, new ObjectKey(Kinds.POD, ownerKey.namespace(), Metadata.name(pod)), pod);
        var text = "Deleted pod: " + Metadata.name(pod);
        events.record(Subject.of(ownerKey, owner), component, Events.Type.NORMAL, "SuccessfulDelete", text);
    }

    /** Begins the deletion of a pod without an event. */
    public static void delete(Objects objects, ObjectKey key, ObjectNode pod) {
        var seconds = pod.path("spec").path("terminationGracePeriodSeconds").asInt(DEFAULT_GRACE_SECONDS);
        // Nobody has to be asked when no node ever had it, or its containers have ended.
        var grace = Pods.isBound(pod) && !Pods.isFinished(pod) ? seconds : 0;
        try {
            objects.delete(key, _ -> {}, grace, List.of(), Write.FOR_REAL);
        } catch (Refusal refusal) {
            if (refusal.code() != 404) {
                throw refusal;
            }
        }
    }
}
