package io.otalite.rotation.links;

import io.otalite.rotation.links.Edge.Evidence;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Owner;
import io.otalite.rotation.observation.Producer;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The links of a {@link World}, made when they are asked for. */
public final class LinkGraph {
    private final World world;

    public LinkGraph(World world) {
        this.world = world;
    }

    /**
     * Everything on the way up and down from a node: from a key up to the Secrets that hold it and the workloads that use those, and down
     * to its account; from a workload down to its Secrets, their keys and accounts; from what writes a Secret to that Secret and its
     * users. In order.
     */
    public List<Edge> around(ObjectRef node) {
        var views = confirmed();
        var edges = new TreeSet<Edge>();
        walk(node, ref -> world.find(ref).stream().flatMap(object -> down(object, views)), Edge::to, edges);
        walk(node, ref -> up(ref, views), Edge::from, edges);
        if (world.find(node).orElse(null) instanceof Producer producer) {
            producer.products().forEach(product -> walk(product, ref -> up(ref, views), Edge::from, edges));
        }
        return List.copyOf(edges);
    }

    /** All links, in order. @param namespace only those that begin in it; empty for all */
    public List<Edge> all(String namespace) {
        var views = confirmed();
        return world.all().stream()
                .filter(object ->
                        namespace.isEmpty() || object.ref().namespace().equals(namespace))
                .flatMap(object -> down(object, views))
                .sorted()
                .toList();
    }

    /** About how many links {@link #all} would give; costs little. */
    public long count(String namespace) {
        return world.all().stream()
                .filter(object ->
                        namespace.isEmpty() || object.ref().namespace().equals(namespace))
                .mapToLong(object -> object.references().size())
                .sum();
    }

    /** Whether anything is known by this name: it is there, or somebody refers to it. */
    public boolean knows(ObjectRef node) {
        return world.find(node).isPresent()
                || !world.referrers(node).isEmpty()
                || !world.producers(node).isEmpty();
    }

    /** The keys of this id, of whatever account: those that IAM has, and those that only a Secret holds. */
    public List<ObjectRef> keys(String keyId) {
        var found = new TreeSet<ObjectRef>();
        for (var object : world.all()) {
            if (object instanceof GoogleKey && object.ref().name().equals(keyId)) {
                found.add(object.ref());
            }
            object.references().stream()
                    .filter(reference -> reference.use() == Use.GOOGLE_KEY)
                    .map(Reference::target)
                    .filter(target -> target.name().equals(keyId))
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    private static void walk(
            ObjectRef start, Function<ObjectRef, Stream<Edge>> step, Function<Edge, ObjectRef> next, Set<Edge> edges) {
        var seen = new HashSet<ObjectRef>();
        var open = new ArrayDeque<ObjectRef>(List.of(start));
        while (!open.isEmpty()) {
            var ref = open.remove();
            if (seen.add(ref)) {
                step.apply(ref).forEach(edge -> {
                    edges.add(edge);
                    open.add(next.apply(edge));
                });
            }
        }
    }

    private Stream<Edge> up(ObjectRef target, Map<Scope, Instant> views) {
        var edges = new ArrayList<Edge>();
        for (var referrer : world.referrers(target)) {
            world.find(referrer)
                    .ifPresent(object -> down(object, views)
                            .filter(edge -> edge.to().equals(target))
                            .forEach(edges::add));
        }
        for (var producer : world.producers(target)) {
            edges.add(edge(producer, target, "produces", Evidence.FIELD, views));
        }
        world.find(target).ifPresent(object -> {
            // What a revision needs is needed by the workload that may go back to it.
            if (object instanceof Referrer referrer && referrer.role() == Role.REVISION) {
                object.meta()
                        .controller()
                        .map(Owner::ref)
                        .flatMap(world::find)
                        .ifPresent(owner -> edges.add(edge(owner, object.ref(), "retains", Evidence.OWNER, views)));
            }
        });
        return edges.stream();
    }

    private Stream<Edge> down(Observed object, Map<Scope, Instant> views) {
        var edges = new ArrayList<Edge>();
        for (var reference : object.references()) {
            edges.add(new Edge(
                    object.ref(),
                    reference.target(),
                    reference.use().name().toLowerCase(Locale.ROOT),
                    reference.path(),
                    reference.neededKey().orElse(null),
                    reference.optional(),
                    evidence(object, reference),
                    object.meta().resourceVersion(),
                    asOf(object, views)));
        }
        if (object instanceof Referrer referrer && referrer.isJudged()) {
            world.controlledBy(object).stream()
                    .filter(child -> child instanceof Referrer revision && revision.role() == Role.REVISION)
                    .forEach(child -> edges.add(edge(object, child.ref(), "retains", Evidence.OWNER, views)));
        }
        if (object instanceof Producer producer) {
            producer.products().forEach(product -> edges.add(edge(object, product, "produces", Evidence.FIELD, views)));
        }
        if (object instanceof DataObject) {
            for (var owner : object.meta().owners()) {
                edges.add(edge(object, owner.ref(), "owned_by", Evidence.OWNER, views));
            }
        }
        return edges.stream();
    }

    private static Edge edge(
            Observed from, ObjectRef to, String relation, Evidence evidence, Map<Scope, Instant> views) {
        return new Edge(
                from.ref(), to, relation, "", null, false, evidence, from.meta().resourceVersion(), asOf(from, views));
    }

    private static Evidence evidence(Observed object, Reference reference) {
        return switch (reference.use()) {
            case INFERRED, FILE_NAME, NAMED_IN_ROLE -> Evidence.INFERRED;
            case GOOGLE_KEY -> Evidence.CONTENT;
            case GOOGLE_ACCOUNT -> object.ref().kind().equals(Kinds.GOOGLE_KEY) ? Evidence.IAM : Evidence.FIELD;
            default -> Evidence.FIELD;
        };
    }

    private Map<Scope, Instant> confirmed() {
        var confirmed = new HashMap<Scope, Instant>();
        world.views().stream().forEach((View view) -> confirmed.put(view.scope(), view.confirmed()));
        return confirmed;
    }

    private static Instant asOf(Observed object, Map<Scope, Instant> views) {
        var scope = new Scope(object.ref().kind(), object.ref().namespace());
        var everywhere = views.getOrDefault(Scope.everywhere(object.ref().kind()), Instant.EPOCH);
        return views.getOrDefault(scope, everywhere);
    }
}
