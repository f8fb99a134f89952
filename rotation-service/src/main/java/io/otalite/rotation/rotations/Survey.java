package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Recognition;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a credential stands and who uses it, as it is observed now, and what of that cannot be observed. Thread-safe. */
public record Survey(World world, Subjects subjects, Workloads workloads) {
    /** What can use a Secret of its own namespace. */
    static final List<String> USERS = List.of(
            Kinds.DEPLOYMENT,
            Kinds.REPLICA_SET,
            Kinds.STATEFUL_SET,
            Kinds.DAEMON_SET,
            Kinds.REPLICATION_CONTROLLER,
            Kinds.JOB,
            Kinds.CRON_JOB,
            Kinds.POD);

    /**
     * Where a credential stands.
     *
     * @param destinations the Secrets to which a new one would be written, in order
     * @param obstacles why it cannot be replaced elsewhere, for people
     * @param naming what names it and does not have it, in order
     */
    record Places(List<Destination> destinations, List<String> obstacles, SortedSet<ObjectRef> naming) {}

    /**
     * Where a credential stands, as far as its issuer can tell.
     *
     * @param issuer empty where there is none, and so no rotation
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if the issuer does not answer
     */
    Places places(Subject subject, Optional<CredentialIssuer> issuer) {
        var entries = subjects.entries(subject);
        var obstacles = subjects.obstacles(subject);
        var naming = new TreeSet<>(entries.keySet());
        naming.addAll(obstacles.keySet());
        var having = having(subject, naming, issuer);
        naming.removeAll(having);
        return new Places(
                entries.entrySet().stream()
                        .filter(entry -> having.contains(entry.getKey()))
                        .map(entry -> destination(entry.getKey(), entry.getValue()))
                        .toList(),
                obstacles.entrySet().stream()
                        .filter(obstacle -> having.contains(obstacle.getKey()))
                        .map(Map.Entry::getValue)
                        .toList(),
                naming);
    }

    /** Where that may not be known, they are taken to have it; why, the issuer tells as a refusal. */
    static Set<ObjectRef> having(Subject subject, SortedSet<ObjectRef> named, Optional<CredentialIssuer> issuer) {
        if (issuer.isEmpty() || subject.currentId().isEmpty()) {
            return Set.copyOf(named);
        }
        try {
            return Set.copyOf(issuer.get().having(subject, subject.currentId().get(), named));
        } catch (IssuerRefusedException refused) {
            return Set.copyOf(named);
        }
    }

    private Destination destination(ObjectRef secret, Map<String, String> parts) {
        return new Destination(
                secret, world.find(secret).map(found -> found.meta().uid()).orElse(""), parts);
    }

    /** SHA-256 of what stands in the entries, in hexadecimal, by the id of the Secret and the name of the entry. */
    Map<String, Map<String, String>> digests(List<Destination> destinations) {
        var digests = new HashMap<String, Map<String, String>>();
        for (var destination : destinations) {
            if (world.find(destination.secret()).orElse(null) instanceof DataObject data) {
                digests.put(
                        destination.secret().id(),
                        data.entries().entrySet().stream()
                                .filter(entry -> destination.entries().containsKey(entry.getKey()))
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().sha256())));
            }
        }
        return digests;
    }

    /** The workloads that use what would be written, in order. */
    List<Consumer> consumers(List<Destination> destinations) {
        var found = new TreeMap<ObjectRef, Consumer>();
        for (var destination : destinations) {
            workloads
                    .consumers(destination.secret(), destination.entries().keySet())
                    .forEach(consumer -> found.put(consumer.workload(), consumer));
        }
        return List.copyOf(found.values());
    }

    /** In what a plan differs from what is observed now, for people. Before anything is written there is no reason for it to. */
    List<String> differences(Plan plan, List<Destination> destinations) {
        return Stream.of(
                        isAsPlanned(plan.subject())
                                ? Stream.<String>empty()
                                : Stream.of("%s has another credential than it was planned"
                                        .formatted(plan.subject().secret())),
                        differences(plan.destinations(), destinations, Destination::secret, "holds"),
                        differences(plan.consumers(), consumers(destinations), Consumer::workload, "uses"))
                .flatMap(Function.identity())
                .toList();
    }

    private boolean isAsPlanned(Subject subject) {
        return world.find(subject.secret())
                .filter(DataObject.class::isInstance)
                .filter(found -> ((DataObject) found)
                        .entries().keySet().stream()
                                .map(entry -> subjects.of(subject.secret(), entry))
                                .anyMatch(new Recognition.Known(subject)::equals))
                .isPresent();
    }

    private static <T> Stream<String> differences(
            List<T> planned, List<T> observed, Function<T, ObjectRef> name, String does) {
        var gone = planned.stream().map(name).collect(Collectors.toSet());
        observed.stream().map(name).forEach(gone::remove);
        return Stream.concat(
                observed.stream()
                        .filter(one -> !planned.contains(one))
                        .map(one ->
                                "%s %s the credential otherwise than it was planned".formatted(name.apply(one), does)),
                gone.stream()
                        .sorted()
                        .map(one -> "%s no longer %s the credential, as it was planned".formatted(one, does)));
    }

    /** Where a holder or a consumer could be missed, for people: what is not seen is not known not to be there. */
    List<String> blindSpots(List<Destination> destinations) {
        var namespaces = destinations.stream()
                .map(destination -> destination.secret().namespace())
                .collect(Collectors.toSet());
        var views = world.views().stream()
                .collect(Collectors.groupingBy(view -> view.scope().kind()));
        var spots = new ArrayList<String>();
        CredentialHolders.KINDS.forEach(kind -> spots.addAll(blindSpots(kind, views.getOrDefault(kind, List.of()))));
        USERS.forEach(kind -> spots.addAll(blindSpots(
                kind,
                views.getOrDefault(kind, List.of()).stream()
                        .filter(view -> concerns(view, namespaces))
                        .toList())));
        return spots;
    }

    private static boolean concerns(View view, Set<String> namespaces) {
        return view.scope().namespace().isEmpty()
                || namespaces.contains(view.scope().namespace());
    }

    private static List<String> blindSpots(String kind, List<View> views) {
        if (views.isEmpty()) {
            return List.of(
                    "%s is not watched, or not yet, so one that has the credential could be missed".formatted(kind));
        }
        return views.stream()
                .filter(view -> view.blind().isPresent())
                .map(view -> "%s cannot be seen now, so one that has the credential could be missed: %s"
                        .formatted(view.scope(), view.blind().orElse("")))
                .toList();
    }
}
