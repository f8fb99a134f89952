package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.IntOrPercent;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import io.otalite.emulator.cluster.reconcile.SelectorIndex;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How many pods may be disrupted now, in the status of each PodDisruptionBudget. */
public final class DisruptionBudgets implements Reconciler {
    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final SelectorIndex budgets = new SelectorIndex();

    public DisruptionBudgets(Objects objects, Clock clock, Index index) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.POD_DISRUPTION_BUDGET)) {
            budgets.apply(change, selector(change.object()));
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.POD)) {
            budgets.selecting(change.key().namespace(), Metadata.labels(change.object()))
                    .forEach(look);
        }
    }

    private static LabelSelector selector(JsonNode budget) {
        return LabelSelector.of(budget.path("spec").path("selector"));
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        objects.get(key).ifPresent(budget -> {
            var pods = index.selected(Kinds.POD, key.namespace(), selector(budget)).stream()
                    .filter(pod -> !Pods.isFinished(pod))
                    .toList();
            write(key, budget, pods);
        });
        return Optional.empty();
    }

    private void write(ObjectKey key, ObjectNode budget, List<ObjectNode> pods) {
        var expected = expected(key, pods);
        var desired = desired(budget.path("spec"), expected);
        var healthy = (int) pods.stream()
                .filter(pod -> Pods.isReady(pod) && !Metadata.isDeleted(pod))
                .count();
        var allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        objects.updateStatus(key, object -> {
            var status = object.withObjectProperty("status");
            status.put("expectedPods", expected)
                    .put("desiredHealthy", desired)
                    .put("currentHealthy", healthy)
                    .put("disruptionsAllowed", allowed)
                    .put("observedGeneration", Metadata.generation(budget));
            var reason = allowed > 0 ? "SufficientPods" : "InsufficientPods";
            Conditions.set(status, Condition.of("DisruptionAllowed", allowed > 0, reason, ""), clock.instant());
            return object;
        });
    }

    /** How many pods there should be: the sum of what their owners ask for. */
    private int expected(ObjectKey budget, List<ObjectNode> pods) {
        var owners = new HashSet<ObjectKey>();
        var alone = 0;
        for (var pod : pods) {
            var owner = Metadata.controller(pod);
            var kind = Kinds.of(
                    owner.path("apiVersion").asText(), owner.path("kind").asText());
            if (kind.isPresent()) {
                owners.add(new ObjectKey(
                        kind.get(), budget.namespace(), owner.path("name").asText()));
            } else {
                alone++;
            }
        }
        return alone
                + owners.stream()
                        .flatMap(owner -> objects.get(owner).stream())
                        .mapToInt(owner -> owner.path("spec").path("replicas").asInt(1))
                        .sum();
    }

    private static int desired(JsonNode spec, int expected) {
        if (spec.has("maxUnavailable")) {
            return Math.max(0, expected - IntOrPercent.of(spec.path("maxUnavailable"), "0", expected, true));
        }
        return IntOrPercent.of(spec.path("minAvailable"), "1", expected, true);
    }
}
