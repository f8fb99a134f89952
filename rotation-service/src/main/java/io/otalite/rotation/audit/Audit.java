package io.otalite.rotation.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.Manifest;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Plain;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges manifests before anybody applies them. */
public final class Audit {
    /** What every cluster has by itself. */
    private static final List<String> PRIORITY_CLASSES = List.of("system-cluster-critical", "system-node-critical");

    private static final Meta NO_META = new Meta("", "", Optional.empty(), false, List.of(), Map.of());

    private final World world;
    private final Clock clock;
    private final Map<ObjectRef, String> audited = new LinkedHashMap<>();
    private final List<String> unread = new ArrayList<>();
    private final Set<ObjectRef> changed = new LinkedHashSet<>();

    /** An audit against nothing but the manifests themselves and what {@link #assume} adds. */
    public Audit(Clock clock) {
        this.world = new World(clock);
        this.clock = clock;
        PRIORITY_CLASSES.forEach(
                name -> world.put(new Plain(new ObjectRef(Kinds.PRIORITY_CLASS, "", name), NO_META, Map.of())));
    }

    /** An audit against a cluster; the world itself is not changed. */
    public static Audit against(World cluster, Clock clock) {
        var audit = new Audit(clock);
        for (var view : cluster.views()) {
            audit.take(view);
        }
        cluster.all().forEach(audit.world::put);
        return audit;
    }

    private void take(View view) {
        if (view.blind().isPresent()) {
            world.lose(view.scope(), view.blind().get());
        } else {
            world.see(view.scope());
        }
    }

    /** Takes over what is assumed to exist. */
    public void assume(Inventory inventory) {
        inventory.addTo(world);
    }

    /**
     * Takes over manifests, in place of objects of the same names. An {@link Inventory} among them is assumed.
     *
     * @param namespace of objects that name none
     */
    public void add(List<Manifest> manifests, String namespace) {
        for (var manifest : manifests) {
            var object = manifest.object();
            if (Inventory.isOne(object)) {
                assume(Inventory.read(object, manifest.origin().toString()));
                continue;
            }
            items(object)
                    .forEach(item ->
                            add(inNamespace(item, namespace), manifest.origin().toString()));
        }
    }

    /** What {@code kubectl get -o yaml} prints is one object that has the others in it. */
    private static List<ObjectNode> items(ObjectNode object) {
        if (!object.path("kind").asText().equals("List")) {
            return List.of(object);
        }
        var items = new ArrayList<ObjectNode>();
        object.path("items").forEach(item -> {
            if (item instanceof ObjectNode node) {
                items.add(node);
            }
        });
        return items;
    }

    private void add(ObjectNode object, String origin) {
        var fact = ObjectReader.read(object);
        var living = world.find(fact.ref());
        if (fact instanceof Referrer referrer) {
            world.putForCertain(living.map(referrer::inPlaceOf).orElse(referrer));
            if (referrer.isJudged()) {
                audited.put(fact.ref(), origin);
            }
            // Every namespace gets this account by itself.
            var account = new ObjectRef(Kinds.SERVICE_ACCOUNT, fact.ref().namespace(), "default");
            if (world.find(account).isEmpty()) {
                world.put(new ServiceAccount(account, NO_META, false, List.of()));
            }
        } else {
            if (!Kinds.isBuiltIn(fact.ref().kind()) && fact instanceof Plain) {
                unread.add("%s (%s)".formatted(fact.ref(), origin));
            }
            world.putForCertain(fact);
            changed.add(fact.ref());
        }
    }

    private static ObjectNode inNamespace(ObjectNode object, String namespace) {
        var metadata = object.path("metadata");
        if (!metadata.path("namespace").asText().isEmpty() || Kinds.isClusterScoped(Kinds.of(object))) {
            return object;
        }
        var copy = object.deepCopy();
        copy.withObject("/metadata").put("namespace", namespace);
        return copy;
    }

    /** Judges every workload among the manifests. @param images what is known of images */
    public AuditReport judge(ImageView images, Duration warnBefore) {
        if (audited.isEmpty() && changed.isEmpty()) {
            throw new AuditException("there is no object in what was given; was it rendered?");
        }
        alsoAffected();
        var judge = new Judge(world, images, warnBefore);
        var now = clock.instant();
        var judgements = audited.entrySet().stream()
                .map(entry -> new AuditReport.Audited(
                        judge.judge((Referrer) world.find(entry.getKey()).orElseThrow(), now), entry.getValue()))
                .toList();
        return new AuditReport(judgements, unread);
    }

    /** A manifest that drops an entry is no workload itself, and may keep others from starting. */
    private void alsoAffected() {
        for (var ref : changed) {
            for (var dependent : world.dependents(ref)) {
                audited.putIfAbsent(dependent, "not among the manifests, uses " + ref);
            }
        }
    }

    /** What is there after the manifests were applied. */
    public World world() {
        return world;
    }
}
