package io.otalite.rotation.findings.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.findings.Finding;
import io.otalite.rotation.findings.FindingAudience;
import io.otalite.rotation.findings.OpenFinding;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes findings as core/v1 Events, so that {@code kubectl describe} shows them. An Event's name follows from the finding, so that one
 * that is told again counts up. They are written on a thread of their own, one attempt each: who records findings does not wait for the
 * API server. What that refuses, and what does not fit into the queue, is logged and let go: the findings themselves stand elsewhere.
 */
public final class KubernetesFindingEvents implements FindingAudience, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesFindingEvents.class);
    private static final String COMPONENT = "rotation-service";

    /** The API server refuses more. */
    private static final int LONGEST_MESSAGE = 1024;

    /** Of the workload's name in that of the Event; a name has at most 253 characters. */
    private static final int LONGEST_NAME = 190;

    private static final int CONFLICT = 409;
    private static final int LONGEST_QUEUE = 1_000;
    private static final RequestConfig ONCE = new RequestConfigBuilder()
            .withRequestTimeout((int) Duration.ofSeconds(5).toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();

    private final KubernetesClient client;
    private final World world;
    private final Clock clock;
    private final BooleanSupplier leads;
    private final BlockingQueue<Told> queue;
    private final Thread thread = Thread.ofVirtual().name("finding-events").unstarted(this::run);

    /** How often each finding that is open was told, by the name of its Event; of that thread only. */
    private final Map<String, Integer> counts = new HashMap<>();

    private volatile boolean dropping;

    /** An Event to write. @param mended whether it says that its finding, of that name, is over */
    private record Told(Event event, Optional<String> mended) {}

    /** @param leads whether this replica still is the one that tells */
    public KubernetesFindingEvents(KubernetesClient client, World world, Clock clock, BooleanSupplier leads) {
        this(client, world, clock, leads, LONGEST_QUEUE);
    }

    KubernetesFindingEvents(
            KubernetesClient client, World world, Clock clock, BooleanSupplier leads, int longestQueue) {
        this.client = client;
        this.world = world;
        this.clock = clock;
        this.leads = leads;
        this.queue = new ArrayBlockingQueue<>(longestQueue);
    }

    /** Begins to write, once; what was told before waits. */
    public void start() {
        thread.start();
    }

    @Override
    public void raised(Finding finding) {
        var reason = camelCase(finding.reason().cause().word());
        tell(new Told(
                event(finding.workload(), name(finding.workload(), finding.id()))
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(shortened(finding.reason().message()))
                        .build(),
                Optional.empty()));
    }

    @Override
    public void cleared(OpenFinding finding) {
        var name = name(finding.workload(), finding.id());
        tell(new Told(
                event(finding.workload(), name + ".mended")
                        .withType("Normal")
                        .withReason("Mended")
                        .withMessage(shortened("No more: " + finding.message()))
                        .build(),
                Optional.of(name)));
    }

    private void tell(Told told) {
        if (queue.offer(told)) {
            dropping = false;
        } else if (!dropping) {
            dropping = true;
            LOG.atWarn()
                    .addKeyValue("waiting", queue.size())
                    .log("Findings are not written as Events while so many wait; they stand in the database");
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                var told = queue.take();
                if (leads.getAsBoolean()) {
                    write(told);
                }
            }
        } catch (InterruptedException _) {
            // Nobody but close() interrupts this thread: it ends here.
        }
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

    private void write(Told told) {
        told.mended().ifPresent(counts::remove);
        var event = told.event();
        try {
            client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(ONCE)
                    .call(limited -> {
                        if (!create(limited, event)) {
                            again(limited, told);
                        }
                        return true;
                    });
        } catch (KubernetesClientException e) {
            log(event, e);
        }
    }

    /** @return whether it was not there yet */
    private boolean create(KubernetesClient limited, Event event) {
        try {
            limited.resource(event).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** The service may not read Events, so the count is that of this replica; that of what is over is of no use. */
    private void again(KubernetesClient limited, Told told) {
        var event = told.event();
        var metadata = event.getMetadata();
        var patch =
                new EventBuilder().withLastTimestamp(event.getLastTimestamp()).withMessage(event.getMessage());
        if (told.mended().isEmpty()) {
            patch.withCount(counts.merge(metadata.getName(), 2, (before, _) -> before + 1));
        }
        var unused = limited.v1()
                .events()
                .inNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch.build());
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

    @Override
    public void close() {
        thread.interrupt();
    }
}
