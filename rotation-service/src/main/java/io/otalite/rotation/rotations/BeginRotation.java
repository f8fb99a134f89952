package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Recognition;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a wish into a plan, and a plan that could succeed into a rotation. */
public final class BeginRotation {
    private static final int ID_BYTES = 6;

    private final Survey survey;
    private final World world;
    private final Subjects subjects;
    private final Map<String, CredentialIssuer> issuers;
    private final Preflight preflight;
    private final RotationStore store;
    private final RotationEvents events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** What a rotation is begun with. @param issuers by their kinds */
    public record Parts(
            Survey survey, Map<String, CredentialIssuer> issuers, Preflight preflight, RotationStore store) {}

    public BeginRotation(Parts parts, RotationEvents events, Clock clock) {
        this.survey = parts.survey();
        this.world = survey.world();
        this.subjects = survey.subjects();
        this.issuers = Map.copyOf(parts.issuers());
        this.preflight = parts.preflight();
        this.store = parts.store();
        this.events = events;
        this.clock = clock;
    }

    /**
     * What somebody wants.
     *
     * @param target the Secret, or the account whose key is to be rotated
     * @param compromised whether the old credential is in wrong hands
     * @param force why consumers that would not start are accepted
     */
    public record Wish(Target target, boolean compromised, Optional<String> force, String by) {}

    /** What is to be rotated. */
    public sealed interface Target {
        /** @param entry may be left out where only one entry of the Secret can be rotated */
        record InSecret(ObjectRef secret, Optional<String> entry) implements Target {}

        /** A service account of Google. */
        record OfAccount(String email) implements Target {}
    }

    /** What has become of a wish. */
    public sealed interface Result {
        /** Nothing that could be rotated is observed there. */
        record Unknown(String reason) implements Result {}

        /** What would be done. @param reasons why it would be refused */
        record Dry(Plan plan, List<String> reasons) implements Result {}

        record Begun(Rotation rotation) implements Result {}

        /** It is recorded, and nothing was touched. */
        record Refused(Rotation rotation, List<String> reasons) implements Result {}

        /** Another rotation is under way that has the same account or writes to the same Secret. */
        record Busy(String rotation) implements Result {}
    }

    /** Says what would be done, and does nothing. */
    public Result rehearse(Wish wish) {
        return switch (recognise(wish.target())) {
            case Recognition.Unknown(var reason) -> new Result.Unknown(reason);
            case Recognition.Known(var subject) -> {
                var plan = plan(subject, wish);
                var reasons = new ArrayList<>(reasons(plan));
                store.holder(locks(plan)).ifPresent(busy -> reasons.add(busy + " is under way"));
                yield new Result.Dry(plan, reasons);
            }
        };
    }

    /**
     * Begins a rotation, unless something speaks against it.
     *
     * @throws RotationsUnavailableException if the record does not answer
     * @throws ClusterUnavailableException if the API server does not answer
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if the issuer does not answer
     */
    public Result begin(Wish wish) {
        return switch (recognise(wish.target())) {
            case Recognition.Unknown(var reason) -> new Result.Unknown(reason);
            case Recognition.Known(var subject) -> begin(plan(subject, wish));
        };
    }

    private Result begin(Plan plan) {
        var busy = store.holder(locks(plan));
        if (busy.isPresent()) {
            return new Result.Busy(busy.get());
        }
        var reasons = reasons(plan);
        var state = new State.Planned();
        var rotation = new Rotation(newId(), plan, state, clock.instant(), Optional.empty(), Optional.empty());
        if (!reasons.isEmpty()) {
            var over = new Rotation(
                    rotation.id(), plan, state.refuse(reasons), rotation.since(), Optional.empty(), Optional.empty());
            store.keepRefused(
                    over,
                    Outcome.to(over.state(), "Refused; nothing was touched", reasons)
                            .telling(events.refused(over, reasons)));
            return new Result.Refused(over, reasons);
        }
        return store.begin(rotation, locks(plan))
                .<Result>map(Result.Busy::new)
                .orElseGet(() -> new Result.Begun(rotation));
    }

    private static Set<String> locks(Plan plan) {
        var locks = new HashSet<String>();
        locks.add("account " + plan.subject().kind() + ' ' + plan.subject().account());
        plan.destinations()
                .forEach(destination ->
                        locks.add("secret " + destination.secret().id()));
        return locks;
    }

    private List<String> reasons(Plan plan) {
        var issuer = issuers.get(plan.subject().kind());
        if (issuer == null) {
            return List.of("credentials of the kind %s are not set up in this service"
                    .formatted(plan.subject().kind()));
        }
        return preflight.examine(plan, issuer).reasons();
    }

    private Plan plan(Subject subject, Wish wish) {
        var destinations = survey.places(subject, issuer(subject)).destinations();
        return new Plan(
                subject,
                destinations,
                survey.consumers(destinations),
                wish.compromised(),
                wish.force(),
                wish.by(),
                clock.instant());
    }

    private Optional<CredentialIssuer> issuer(Subject subject) {
        return Optional.ofNullable(issuers.get(subject.kind()));
    }

    private Recognition recognise(Target target) {
        return switch (target) {
            case Target.InSecret(var secret, var entry) when entry.isPresent() -> subjects.of(secret, entry.get());
            case Target.InSecret(var secret, var _) -> onlyEntry(secret);
            case Target.OfAccount(var email) -> onlyKey(email);
        };
    }

    private Recognition onlyEntry(ObjectRef secret) {
        var names = world.find(secret)
                .filter(DataObject.class::isInstance)
                .map(found -> ((DataObject) found).entries().keySet())
                .orElse(Set.of());
        if (names.size() == 1) {
            return subjects.of(secret, names.iterator().next());
        }
        var known = new HashMap<Subject, String>();
        for (var name : names) {
            if (subjects.of(secret, name) instanceof Recognition.Known(var subject)) {
                known.putIfAbsent(subject, name);
            }
        }
        return switch (known.size()) {
            case 0 ->
                names.isEmpty()
                        ? subjects.of(secret, "")
                        : new Recognition.Unknown("No entry of %s can be rotated".formatted(secret));
            case 1 -> new Recognition.Known(known.keySet().iterator().next());
            default ->
                new Recognition.Unknown("Several entries of %s can be rotated, so say which: %s"
                        .formatted(secret, String.join(", ", new TreeSet<>(known.values()))));
        };
    }

    /** The key of the account that stands in a Secret; one that only names a key is none. */
    private Recognition onlyKey(String email) {
        var named = new TreeMap<String, SortedMap<ObjectRef, Recognition>>();
        for (var found : world.ofKind(Kinds.SECRET)) {
            ((DataObject) found)
                    .entries()
                    .forEach((name, entry) -> entry.googleKey()
                            .filter(key -> key.clientEmail().equals(email))
                            .ifPresent(key -> named.computeIfAbsent(key.privateKeyId(), _ -> new TreeMap<>())
                                    .putIfAbsent(found.ref(), subjects.of(found.ref(), name))));
        }
        var known = new TreeMap<String, Recognition>();
        named.forEach((id, places) -> holding(places).ifPresent(place -> known.put(id, place)));
        return switch (known.size()) {
            case 0 -> new Recognition.Unknown("No Secret that is observed holds a key of %s".formatted(email));
            case 1 -> known.values().iterator().next();
            default ->
                new Recognition.Unknown("Secrets hold several keys of %s, so say which Secret: %s"
                        .formatted(
                                email,
                                String.join(
                                        ", ",
                                        known.values().stream()
                                                .map(BeginRotation::place)
                                                .sorted()
                                                .toList())));
        };
    }

    private Optional<Recognition> holding(SortedMap<ObjectRef, Recognition> places) {
        var first = places.values().iterator().next();
        return first instanceof Recognition.Known(var subject)
                ? Survey.having(subject, new TreeSet<>(places.keySet()), issuer(subject)).stream()
                        .min(Comparator.naturalOrder())
                        .map(places::get)
                : Optional.of(first);
    }

    private static String place(Recognition recognition) {
        return switch (recognition) {
            case Recognition.Known(var subject) -> subject.secret().toString();
            case Recognition.Unknown(var reason) -> reason;
        };
    }

    /** Fits into the value of an annotation, with room for what is added on the way back. */
    private String newId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "rotation-" + HexFormat.of().formatHex(bytes);
    }
}
