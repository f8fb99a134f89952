package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.util.List;
import java.util.stream.Stream;

/** What an object gets once, when it comes into being: its first status, and labels made of its own name and uid. */
final class Birth {
    private static final List<String> OF_QUALITY = List.of("cpu", "memory");

    private Birth() {}

    static void prepare(ObjectKey key, ObjectNode object) {
        var kind = key.kind();
        if (kind.has(Subresource.STATUS) && !kind.equals(Kinds.NODE)) {
            object.putObject("status");
        }
        if (kind.equals(Kinds.NAMESPACE)) {
            object.putObject("status").put("phase", "Active");
            Metadata.of(object).withObjectProperty("labels").put("kubernetes.io/metadata.name", key.name());
        } else if (kind.equals(Kinds.POD)) {
            object.putObject("status").put("phase", "Pending").put("qosClass", qualityOf(object.path("spec")));
        } else if (kind.equals(Kinds.PERSISTENT_VOLUME_CLAIM)) {
            object.putObject("status").put("phase", "Pending");
        } else if (kind.equals(Kinds.SERVICE)) {
            object.putObject("status").putObject("loadBalancer");
        } else if (kind.equals(Kinds.JOB)) {
            present(object, "spec").ifPresent(spec -> selectByUid(key, Metadata.uid(object), spec));
        }
    }

    /** A Job finds its pods by its own uid, unless its author has chosen otherwise. */
    private static void selectByUid(ObjectKey key, String uid, ObjectNode spec) {
        if (spec.path("manualSelector").asBoolean() || !(spec.get("template") instanceof ObjectNode template)) {
            return;
        }
        template.withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put("controller-uid", uid)
                .put("batch.kubernetes.io/controller-uid", uid)
                .put("job-name", key.name())
                .put("batch.kubernetes.io/job-name", key.name());
        spec.withObjectProperty("selector")
                .withObjectProperty("matchLabels")
                .put("batch.kubernetes.io/controller-uid", uid);
    }

    /**
     * The class by which a node under pressure chooses its victims.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/">Pod quality of service</a>
     */
    private static String qualityOf(JsonNode spec) {
        var resources = Stream.of("initContainers", "containers")
                .flatMap(list -> objects(spec, list).stream())
                .map(container -> container.path("resources"))
                .toList();
        if (resources.stream().noneMatch(one -> asks(one.path("requests")) || asks(one.path("limits")))) {
            return "BestEffort";
        }
        var guaranteed = resources.stream().allMatch(one -> OF_QUALITY.stream().allMatch(one.path("limits")::has)
                && OF_QUALITY.stream()
                        .allMatch(name -> one.path("limits").get(name).equals(one.path("requests").get(name))));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean asks(JsonNode amounts) {
        return OF_QUALITY.stream().anyMatch(amounts::has);
    }
}
