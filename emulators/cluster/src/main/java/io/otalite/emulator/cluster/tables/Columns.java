package io.otalite.emulator.cluster.tables;

import static io.otalite.emulator.cluster.tables.Column.number;
import static io.otalite.emulator.cluster.tables.Column.text;
import static io.otalite.emulator.cluster.tables.Column.time;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns of each kind. A kind without a row here has a name and an age. */
final class Columns {
    static final String NONE = "<none>";

    private static final Column NAME = text("Name", Metadata::name);
    private static final Column AGE =
            time("Age", (object, now) -> Ages.since(object.path("metadata").path("creationTimestamp"), now));
    private static final Column CONTAINERS = text("Containers", object -> joined(Workloads.containers(object), "name"))
            .wide();
    private static final Column IMAGES = text("Images", object -> joined(Workloads.containers(object), "image"))
            .wide();
    private static final Column SELECTOR = text("Selector", Workloads::selector).wide();
    private static final Column READY = text("Ready", Workloads::ready);

    private static final Map<Kind, List<Column>> BETWEEN = Map.ofEntries(
            entry(
                    Kinds.POD,
                    List.of(
                            text("Ready", PodCells::ready),
                            text("Status", PodCells::status),
                            text("Restarts", pod -> Integer.toString(PodCells.restarts(pod))))),
            entry(Kinds.DEPLOYMENT, List.of(READY, number("Up-to-date", status("updatedReplicas")), available())),
            entry(
                    Kinds.REPLICA_SET,
                    List.of(
                            number(
                                    "Desired",
                                    object ->
                                            object.path("spec").path("replicas").asInt()),
                            number("Current", status("replicas")),
                            number("Ready", status("readyReplicas")))),
            entry(Kinds.STATEFUL_SET, List.of(READY)),
            entry(
                    Kinds.DAEMON_SET,
                    List.of(
                            number("Desired", status("desiredNumberScheduled")),
                            number("Current", status("currentNumberScheduled")),
                            number("Ready", status("numberReady")),
                            number("Up-to-date", status("updatedNumberScheduled")),
                            number("Available", status("numberAvailable")))),
            entry(
                    Kinds.JOB,
                    List.of(
                            text("Status", Workloads::jobStatus),
                            text("Completions", Workloads::completions),
                            time("Duration", Workloads::duration))),
            entry(
                    Kinds.CRON_JOB,
                    List.of(
                            text("Schedule", job -> orNone(job.path("spec").path("schedule"))),
                            text("Timezone", job -> orNone(job.path("spec").path("timeZone"))),
                            text(
                                    "Suspend",
                                    job -> job.path("spec").path("suspend").asBoolean() ? "True" : "False"),
                            number(
                                    "Active",
                                    job -> job.path("status").path("active").size()),
                            time("Last Schedule", Workloads::lastSchedule))),
            entry(
                    Kinds.SECRET,
                    List.of(
                            text("Type", secret -> secret.path("type").asText("Opaque")),
                            number("Data", secret -> secret.path("data").size()))),
            entry(
                    Kinds.CONFIG_MAP,
                    List.of(number(
                            "Data",
                            map -> map.path("data").size()
                                    + map.path("binaryData").size()))),
            entry(
                    Kinds.SERVICE,
                    List.of(
                            text(
                                    "Type",
                                    service -> service.path("spec").path("type").asText("ClusterIP")),
                            text(
                                    "Cluster-IP",
                                    service -> orNone(service.path("spec").path("clusterIP"))),
                            text("External-IP", _ -> NONE),
                            text("Port(s)", Columns::ports))),
            entry(
                    Kinds.NAMESPACE,
                    List.of(text("Status", space -> Metadata.isDeleted(space) ? "Terminating" : "Active"))),
            entry(Kinds.NODE, List.of(text("Status", Workloads::nodeStatus), text("Roles", _ -> NONE))),
            entry(
                    Kinds.LEASE,
                    List.of(text(
                            "Holder",
                            lease -> lease.path("spec").path("holderIdentity").asText("")))));

    private static final Map<Kind, List<Column>> AFTER_AGE = Map.of(
            Kinds.POD,
            List.of(
                    text("IP", pod -> orNone(pod.path("status").path("podIP"))).wide(),
                    text("Node", pod -> orNone(pod.path("spec").path("nodeName")))
                            .wide(),
                    text("Nominated Node", pod -> orNone(pod.path("status").path("nominatedNodeName")))
                            .wide(),
                    text("Readiness Gates", PodCells::readinessGates).wide()),
            Kinds.DEPLOYMENT,
            List.of(CONTAINERS, IMAGES, SELECTOR),
            Kinds.REPLICA_SET,
            List.of(CONTAINERS, IMAGES, SELECTOR),
            Kinds.STATEFUL_SET,
            List.of(CONTAINERS, IMAGES),
            Kinds.DAEMON_SET,
            List.of(CONTAINERS, IMAGES, SELECTOR),
            Kinds.JOB,
            List.of(CONTAINERS, IMAGES, SELECTOR),
            Kinds.CRON_JOB,
            List.of(CONTAINERS, IMAGES, SELECTOR),
            Kinds.SERVICE,
            List.of(text("Selector", service -> labels(service.path("spec").path("selector")))
                    .wide()),
            Kinds.NODE,
            List.of(
                    text("Version", node -> nodeInfo(node, "kubeletVersion")),
                    text("Internal-IP", Workloads::internalAddress).wide(),
                    text("External-IP", _ -> NONE).wide(),
                    text("OS-Image", node -> nodeInfo(node, "osImage")).wide(),
                    text("Kernel-Version", node -> nodeInfo(node, "kernelVersion"))
                            .wide(),
                    text("Container-Runtime", node -> nodeInfo(node, "containerRuntimeVersion"))
                            .wide()));

    private static final List<Column> OF_EVENT = List.of(
            time("Last Seen", (event, now) -> Ages.since(firstOf(event, "lastTimestamp", "eventTime"), now)),
            text("Type", event -> event.path("type").asText("")),
            text("Reason", event -> event.path("reason").asText("")),
            text("Object", Columns::involved),
            text(
                            "Subobject",
                            event -> event.path("involvedObject")
                                    .path("fieldPath")
                                    .asText(""))
                    .wide(),
            text("Source", event -> event.path("source").path("component").asText(""))
                    .wide(),
            text("Message", event -> event.path("message").asText("").strip()),
            time("First Seen", (event, now) -> Ages.since(firstOf(event, "firstTimestamp", "eventTime"), now))
                    .wide(),
            number("Count", event -> event.path("count").asInt(1)).wide(),
            text("Name", Metadata::name).wide());

    private Columns() {}

    static List<Column> of(Kind kind) {
        if (kind.equals(Kinds.EVENT)) {
            return OF_EVENT;
        }
        var columns = new ArrayList<Column>();
        columns.add(NAME);
        columns.addAll(BETWEEN.getOrDefault(kind, List.of()));
        columns.add(AGE);
        columns.addAll(AFTER_AGE.getOrDefault(kind, List.of()));
        return columns;
    }

    private static Column available() {
        return number("Available", status("availableReplicas"));
    }

    private static Column.Content status(String field) {
        return object -> object.path("status").path(field).asInt();
    }

    private static String nodeInfo(ObjectNode node, String field) {
        return node.path("status").path("nodeInfo").path(field).asText("<unknown>");
    }

    private static JsonNode firstOf(ObjectNode event, String field, String otherwise) {
        return event.hasNonNull(field) ? event.path(field) : event.path(otherwise);
    }

    private static String involved(ObjectNode event) {
        var object = event.path("involvedObject");
        return object.path("kind").asText("").toLowerCase(Locale.ROOT)
                + "/"
                + object.path("name").asText("");
    }

    private static String ports(ObjectNode service) {
        var ports = service.path("spec").path("ports");
        return ports.isEmpty() ? NONE : ports.valueStream().map(Columns::port).collect(Collectors.joining(","));
    }

    private static String port(JsonNode port) {
        var nodePort = port.path("nodePort").asInt();
        return port.path("port").asInt()
                + (nodePort == 0 ? "" : ":" + nodePort)
                + "/"
                + port.path("protocol").asText("TCP");
    }

    static String orNone(JsonNode value) {
        var text = value.asText("");
        return text.isEmpty() ? NONE : text;
    }

    static String labels(JsonNode labels) {
        return labels.isEmpty()
                ? NONE
                : labels.properties().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().asText())
                        .sorted()
                        .collect(Collectors.joining(","));
    }

    private static String joined(JsonNode list, String field) {
        return list.valueStream().map(one -> one.path(field).asText()).collect(Collectors.joining(","));
    }
}
