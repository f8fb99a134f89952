package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.ReconcileLoop;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the pods that are bound to the node. What is running is remembered here; a kubelet that was started anew begins the
 * next run of each container, as after a reboot of a node.
 */
public final class Kubelet implements Reconciler {
    private final Node node;
    private final Map<ObjectKey, PodRun> pods = new HashMap<>();
    /** Which pods refer to a Secret or ConfigMap. */
    private final Map<ObjectKey, Set<ObjectKey>> users = new HashMap<>();

    public Kubelet(
            KubeletSettings settings,
            Objects objects,
            Clock clock,
            ReconcileLoop loop,
            Events events,
            NodePorts ports) {
        this.node = new Node(settings, objects, clock, new Node.Driver(loop, this), events, ports);
        ports.runtime().observe(container -> {
            var pod = container.pod();
            loop.wake(this, new ObjectKey(Kinds.POD, pod.namespace(), pod.name()));
        });
    }

    /** Makes the Node object, or says that it is ready again. */
    public void register() {
        new NodeRegistration(node).register();
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        var kind = change.key().kind();
        if (kind.equals(Kinds.POD)) {
            look.accept(change.key());
        } else if (kind.equals(Kinds.SECRET) || kind.equals(Kinds.CONFIG_MAP)) {
            users.getOrDefault(change.key(), Set.of()).forEach(pod -> {
                Optional.ofNullable(pods.get(pod)).ifPresent(PodRun::referredChanged);
                look.accept(pod);
            });
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var pod = node.objects().get(key);
        var known = Optional.ofNullable(pods.get(key));
        if (known.isPresent()
                && pod.filter(present ->
                                Metadata.uid(present).equals(known.get().uid()))
                        .isEmpty()) {
            forget(key, known.get());
            return reconcile(key);
        }
        return pod.filter(this::isOurs)
                .flatMap(present -> known.orElseGet(() -> admit(key, present)).advance(present));
    }

    /** A pod that has ended stays as it is; one that ended before this kubelet began is not run again. */
    private boolean isOurs(ObjectNode pod) {
        var phase = pod.path("status").path("phase").asText();
        var isFinished = phase.equals("Succeeded") || phase.equals("Failed");
        return pod.path("spec").path("nodeName").asText().equals(node.settings().nodeName())
                && (!isFinished || Metadata.isDeleted(pod));
    }

    private PodRun admit(ObjectKey key, ObjectNode pod) {
        var run = new PodRun(node, pod);
        pods.put(key, run);
        run.referred(pod)
                .forEach(named ->
                        users.computeIfAbsent(named, _ -> new LinkedHashSet<>()).add(key));
        return run;
    }

    private void forget(ObjectKey key, PodRun run) {
        pods.remove(key);
        users.values().removeIf(using -> using.remove(key) && using.isEmpty());
        run.discard(() -> {});
    }

    @Override
    public Collection<ObjectKey> known() {
        return List.copyOf(pods.keySet());
    }
}
