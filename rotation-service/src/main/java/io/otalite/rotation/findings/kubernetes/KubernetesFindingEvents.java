package io.otalite.rotation.findings.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.findings.Finding;
import io.otalite.rotation.findings.FindingAudience;
import io.otalite.rotation.findings.OpenFinding;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes findings as core/v1 Events, so that {@code kubectl describe} shows them. An Event's name follows from the finding, so that one
 * that is told again counts up. What the API server refuses is logged and let go: the findings themselves stand elsewhere.
 */
public final class KubernetesFindingEvents implements FindingAudience {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesFindingEvents.class);
    private static final String COMPONENT = "rotation-service";

    /** The API server refuses more. */
    private static final int LONGEST_MESSAGE = 1024;

    /** Of the workload's name in that of the Event; a name has at most 253 characters. */
    private static final int LONGEST_NAME = 190;

    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final World world;
    private final Clock clock;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    public KubernetesFindingEvents(KubernetesClient client, World world, Clock clock) {
        this.client = client;
        this.world = world;
        this.clock = clock;
    }

    @Override
    public void raised(Finding finding) {
        var reason = camelCase(finding.reason().cause().word());
        write(event(finding.workload(), name(finding.workload(), finding.id()))
                .withType("Warning")
                .withReason(reason)
                .withMessage(shortened(finding.reason().message()))
                .build());
    }

    @Override
    public void cleared(OpenFinding finding) {
        counts.remove(name(finding.workload(), finding.id()));
        write(event(finding.workload(), name(finding.workload(), finding.id()) + ".mended")
                .withType("Normal")
                .withReason("Mended")
                .withMessage(shortened("No more: " + finding.message()))
                .build());
    }

    private EventBuilder event(ObjectRef workload, String name) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var dot = workload.kind().indexOf('.');
        var kind = dot < 0 ? workload.kind() : workload.kind().substring(0, dot);
        var uid = world.find(workload).map(object -> object.meta().uid()).orElse("");
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace(workload))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(apiVersion(workload.kind()))
                .withKind(kind)
                .withNamespace(workload.namespace())
                .withName(workload.name())
                .withUid(uid)
                .endInvolvedObject()
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance("")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1);
    }

    private void write(Event event) {
        var name = event.getMetadata().getName();
        try {
            client.resource(event).create();
            counts.put(name, 1);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                again(event);
            } else {
                log(event, e);
            }
        }
    }

    /** The service may not read Events, so the count is that of this replica. */
    private void again(Event event) {
        var metadata = event.getMetadata();
        var count = counts.merge(metadata.getName(), 2, (before, _) -> before + 1);
        var patch = new EventBuilder()
                .withCount(count)
                .withLastTimestamp(event.getLastTimestamp())
                .withMessage(event.getMessage())
                .build();
        try {
            client.v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        } catch (KubernetesClientException e) {
            log(event, e);
        }
    }

    private static void log(Event event, KubernetesClientException failure) {
        LOG.atWarn()
                .addKeyValue("namespace", event.getMetadata().getNamespace())
                .addKeyValue("event", event.getMetadata().getName())
                .addKeyValue("code", failure.getCode())
                .log("A finding could not be written as an Event");
    }

    private static String name(ObjectRef workload, String id) {
        var name = workload.name().length() <= LONGEST_NAME
                ? workload.name()
                : workload.name().substring(0, LONGEST_NAME);
        return name + '.' + id.substring(0, 16);
    }

    /** Events about what lives outside namespaces stand in this one. */
    private static String namespace(ObjectRef workload) {
        return workload.namespace().isEmpty() ? "default" : workload.namespace();
    }

    private static String apiVersion(String kind) {
        return switch (kind) {
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ControllerRevision" -> "apps/v1";
            case "Job", "CronJob" -> "batch/v1";
            case "Ingress" -> "networking.k8s.io/v1";
            default -> kind.indexOf('.') < 0 ? "v1" : "";
        };
    }

    private static String camelCase(String word) {
        return Arrays.stream(word.split("_", -1))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
    }
}
