package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.Quantities;
import io.otalite.emulator.cluster.kubelet.ContainerRun.Role;
import io.otalite.emulator.cluster.kubelet.ContainerSpec.Mount;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import io.otalite.emulator.cluster.reconcile.Index;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod on the node, from its binding until it is gone. */
final class PodRun {
    private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);

    private final Node node;
    private final ObjectKey key;
    private final PodRef ref;
    private final String address;
    private final References references;
    private final Set<ObjectKey> referred;
    private final PodVolumes volumes;
    private final List<ContainerRun> init;
    private final List<ContainerRun> apps;
    private final PodStatus status;
    private @Nullable PodEnding ending;
    /** By when all have to have ended whose pod has done its work. */
    private Instant endOfWork = Instant.MAX;

    private boolean isBeingDiscarded;
    private boolean isDiscarded;

    PodRun(Node node, ObjectNode pod) {
        this.node = node;
        this.key = Index.keyOf(Kinds.POD, pod);
        this.ref = new PodRef(key.namespace(), key.name(), Metadata.uid(pod));
        this.address = node.ports().network().attach(ref);
        this.references = new References(node.objects(), key.namespace());
        this.referred = references.named(pod.path("spec"));
        var account = pod.path("spec").path("serviceAccountName").asText("default");
        var tokens = new PodTokens(node.ports().tokens(), node.clock(), ref, account);
        this.volumes = new PodVolumes(node, new Subject(key, ref.uid(), ""), ref, address, tokens);
        this.init = containers(pod, "initContainers");
        this.apps = containers(pod, "containers");
        var display = Metadata.annotation(pod, "emulator.ota-lite.io/crash-shown-as")
                .map(text -> text.equals("terminated") ? CrashDisplay.TERMINATED : CrashDisplay.CRASH_LOOP_BACK_OFF);
        this.status = new PodStatus(init, apps, display.orElse(node.settings().crashDisplay()));
    }

    private List<ContainerRun> containers(JsonNode pod, String list) {
        return pod.path("spec")
                .path(list)
                .valueStream()
                .map(spec -> {
                    var container = new ContainerRef(ref, spec.path("name").asText());
                    var events = new ContainerEvents(node.events(), container, list);
                    return new ContainerRun(node, events, pod, spec, role(list, spec));
                })
                .toList();
    }

    private static Role role(String list, JsonNode spec) {
        if (list.equals("containers")) {
            return Role.APP;
        }
        return spec.path("restartPolicy").asText().equals("Always") ? Role.SIDECAR : Role.INIT;
    }

    String uid() {
        return ref.uid();
    }

    /** The Secrets and ConfigMaps that it refers to. */
    Set<ObjectKey> referred() {
        return referred;
    }

    void referredChanged() {
        volumes.setStale();
        all().forEach(ContainerRun::retry);
    }

    /** Does what it is time for, and writes the status; returns when to look again. */
    Optional<Instant> advance(ObjectNode pod) {
        var now = node.clock().instant();
        if (Metadata.isDeleted(pod)) {
            return end(pod, now);
        }
        var again = new ArrayList<Instant>();
        volumes.advance(pod, now).ifPresent(again::add);
        if (volumes.isMounted()) {
            again.addAll(run(pod, now));
        }
        writeStatus(pod, now);
        return again.stream().min(Comparator.naturalOrder());
    }

    private List<Instant> run(ObjectNode pod, Instant now) {
        if (status.isWorkOver()) {
            endOfWork = ending == null ? now.plus(grace(pod)) : endOfWork;
            return ending().advance(endOfWork, now).stream().toList();
        }
        var launch = launch(pod);
        var again = new ArrayList<Instant>();
        var isTurn = true;
        for (var container : init) {
            if (isTurn && !container.hasSucceeded()) {
                container.advance(pod, launch, now).ifPresent(again::add);
            }
            isTurn = isTurn && isPast(container);
        }
        if (isTurn || apps.stream().anyMatch(container -> container.state().isPresent())) {
            apps.forEach(container -> container.advance(pod, launch, now).ifPresent(again::add));
        }
        return again;
    }

    private static boolean isPast(ContainerRun init) {
        return init.role() == Role.SIDECAR ? init.isStarted() : init.hasSucceeded();
    }

    private ContainerRun.Launch launch(JsonNode pod) {
        var downward = new DownwardApi(node.settings(), pod, address);
        var environment = new Environment(references, downward);
        return (container, run) -> {
            var spec = container.spec();
            var variables = environment.of(spec, node.settings().environment());
            return new ContainerSpec(
                    container.ref(),
                    run,
                    spec.path("image").asText(),
                    Environment.expand(spec.path("command"), variables),
                    Environment.expand(spec.path("args"), variables),
                    variables,
                    mounts(spec),
                    spec.path("workingDir").asText(""),
                    memory(spec),
                    grace(pod),
                    spec.path("terminationMessagePolicy").asText().equals("FallbackToLogsOnError"));
        };
    }

    private static List<Mount> mounts(JsonNode spec) {
        return spec.path("volumeMounts")
                .valueStream()
                .map(mount -> new Mount(
                        mount.path("name").asText(),
                        mount.path("mountPath").asText(),
                        mount.path("subPath").asText(""),
                        mount.path("readOnly").asBoolean()))
                .toList();
    }

    private static OptionalLong memory(JsonNode spec) {
        var limit = spec.path("resources").path("limits").path("memory");
        return Quantities.parse(limit.asText())
                .map(bytes -> OptionalLong.of(bytes.longValue()))
                .orElse(OptionalLong.empty());
    }

    private Optional<Instant> end(ObjectNode pod, Instant now) {
        if (isDiscarded) {
            node.objects().remove(key);
            return Optional.empty();
        }
        if (isBeingDiscarded) {
            return Optional.empty();
        }
        var over = ending();
        var deadline =
                Instant.parse(pod.path("metadata").path("deletionTimestamp").asText());
        var again = new ArrayList<>(over.advance(deadline, now).stream().toList());
        all().forEach(container -> container.watch(now).ifPresent(again::add));
        writeStatus(pod, now);
        if (over.isOver()) {
            isBeingDiscarded = true;
            discard(() -> {
                isDiscarded = true;
                node.driver().wake(key);
            });
        }
        return again.stream().min(Comparator.naturalOrder());
    }

    private PodEnding ending() {
        var begun = ending == null ? new PodEnding(node, all()) : ending;
        ending = begun;
        return begun;
    }

    /** Ends what is left of it without grace, however often that fails; then runs an action on the thread of the loop. */
    void discard(Runnable after) {
        node.ports().blocking().execute(() -> {
            try {
                node.runtime().removePod(ref);
                node.ports().network().detach(ref);
                node.driver().post(after);
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).addKeyValue("pod", ref).log("A pod cannot be ended; it will be tried again");
                node.driver().at(node.clock().instant().plus(node.settings().retry()), () -> discard(after));
            }
        });
    }

    private void writeStatus(ObjectNode pod, Instant now) {
        ObjectNode wanted = pod.path("status").isObject() ? pod.path("status").deepCopy() : pod.objectNode();
        wanted.put("hostIP", node.settings().nodeAddress());
        wanted.putArray("hostIPs").addObject().put("ip", node.settings().nodeAddress());
        if (volumes.isMounted()) {
            wanted.put("podIP", address);
            wanted.putArray("podIPs").addObject().put("ip", address);
        }
        if (!wanted.has("startTime")) {
            wanted.put("startTime", Conditions.text(now));
        }
        status.fill(wanted, pod.path("spec"), now);
        if (!wanted.equals(pod.path("status"))) {
            node.objects().updateStatus(key, current -> {
                if (Metadata.uid(current).equals(ref.uid())) {
                    current.set("status", wanted);
                }
                return current;
            });
        }
    }

    private List<ContainerRun> all() {
        return Stream.concat(init.stream(), apps.stream()).toList();
    }

    private static Duration grace(JsonNode pod) {
        return Duration.ofSeconds(
                pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
    }
}
