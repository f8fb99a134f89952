package io.otalite.rotation.guard;

import io.otalite.rotation.guard.Answer.Allowed;
import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.guard.Answer.Refused;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Sighting.Unseen;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the guard says to a request, from what is observed. Asks nobody and keeps nothing. */
final class GuardRules {
    private static final int MOST_USERS = 5;

    /** A view is confirmed with every event, and by a bookmark about once a minute while nothing happens; a broken watch is lost at once. */
    private static final Duration OLDEST_VIEW = Duration.ofMinutes(2);

    private static final int MOST_WARNINGS = 5;

    /** The API server cuts off what is longer. */
    private static final int LONGEST_WARNING = 250;

    /** They clean up after others, and a refusal would not stop them from trying for ever. */
    private static final Set<String> CLEANERS = Set.of(
            "system:kube-controller-manager",
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "system:serviceaccount:kube-system:namespace-controller");

    /** Without these nobody can tell who uses something. */
    private static final List<String> ESSENTIAL = List.of(
            Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.STATEFUL_SET, Kinds.DAEMON_SET, Kinds.JOB, Kinds.CRON_JOB);

    private static final Set<String> WORKLOADS =
            Set.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET, Kinds.JOB, Kinds.CRON_JOB);

    private static final Set<Cause> UNRESOLVED =
            Set.of(Cause.OBJECT_MISSING, Cause.KEY_MISSING, Cause.NOT_MOUNTABLE, Cause.OBJECT_VANISHING);

    private final World world;
    private final Judge judge;
    private final Optional<String> ownNamespace;

    /** @param ownNamespace where nothing is refused */
    GuardRules(World world, Judge judge, Optional<String> ownNamespace) {
        this.world = world;
        this.judge = judge;
        this.ownNamespace = ownNamespace;
    }

    Answer review(AdmissionRequest request, Instant now) {
        if (isExempt(request)) {
            return Allowed.as(Outcome.EXEMPT);
        }
        return switch (request.operation()) {
            case DELETE, UPDATE ->
                Removal.of(request).map(removal -> review(removal, now)).orElse(Allowed.as(Outcome.ALLOWED));
            case CREATE -> create(request, now);
            case OTHER -> Allowed.as(Outcome.ALLOWED);
        };
    }

    private boolean isExempt(AdmissionRequest request) {
        var namespace = request.subject().namespace();
        return ownNamespace.filter(namespace::equals).isPresent()
                || CLEANERS.contains(request.user())
                || world.find(new ObjectRef(Kinds.NAMESPACE, "", namespace))
                        .filter(object -> object.meta().deleting())
                        .isPresent();
    }

    private Answer review(Removal removal, Instant now) {
        var blind = blind(removal.subject(), now);
        if (blind.isPresent()) {
            return failedOpen(blind.get());
        }
        var users = Users.of(world, removal.subject(), removal.keys());
        if (users.isEmpty()) {
            return Allowed.as(Outcome.ALLOWED);
        }
        return removal.isPermitted() ? Allowed.as(Outcome.OVERRIDDEN) : new Refused(message(removal, users));
    }

    private static String message(Removal removal, List<String> users) {
        var shown = users.stream().limit(MOST_USERS).collect(Collectors.joining("; "));
        var more = users.size() > MOST_USERS ? "; and %d more".formatted(users.size() - MOST_USERS) : "";
        return "%s is in use, and these would not start without it: %s%s. To remove it all the same, permit exactly this once: %s"
                .formatted(removal.what(), shown, more, removal.command());
    }

    private Answer create(AdmissionRequest request, Instant now) {
        var kind = request.subject().kind();
        if (!WORKLOADS.contains(kind)
                || !(ObjectReader.read(request.object()) instanceof Referrer workload)
                || !workload.isJudged()) {
            return Allowed.as(Outcome.ALLOWED);
        }
        var warnings = judge.judge(workload, now).reasons().stream()
                .filter(reason -> reason.verdict().isFinding() && UNRESOLVED.contains(reason.cause()))
                .map(Reason::message)
                .map(GuardRules::shortened)
                .distinct()
                .limit(MOST_WARNINGS)
                .toList();
        return warnings.isEmpty() ? Allowed.as(Outcome.ALLOWED) : new Allowed(Outcome.WARNED, warnings);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WARNING ? text : text.substring(0, LONGEST_WARNING - 3) + "...";
    }

    static Answer failedOpen(String why) {
        return new Allowed(
                Outcome.FAILED_OPEN, List.of(shortened("ota-lite could not tell whether this is in use: " + why)));
    }

    /** Why nobody can tell who uses an object. */
    private Optional<String> blind(ObjectRef subject, Instant now) {
        var views = world.views().stream().collect(Collectors.toMap(View::scope, Function.identity()));
        for (var kind : ESSENTIAL) {
            var why = blind(views, kind, subject.namespace(), now);
            if (why.isPresent()) {
                return why;
            }
        }
        for (var kind : List.of(Kinds.POD, Kinds.REPLICATION_CONTROLLER, subject.kind())) {
            var why = blind(views, kind, subject.namespace(), now);
            if (why.isPresent() && isWatched(kind, subject.namespace())) {
                return why;
            }
        }
        return Optional.empty();
    }

    private boolean isWatched(String kind, String namespace) {
        return !(world.look(new ObjectRef(kind, namespace, "?")) instanceof Unseen(String _, boolean watched))
                || watched;
    }

    /** What was not confirmed lately may have changed: the watch is broken, or the API server is away. */
    private Optional<String> blind(Map<Scope, View> views, String kind, String namespace, Instant now) {
        if (world.look(new ObjectRef(kind, namespace, "?")) instanceof Unseen(String why, boolean _)) {
            return Optional.of(why);
        }
        var narrow = views.get(new Scope(kind, namespace));
        return Optional.ofNullable(narrow == null ? views.get(Scope.everywhere(kind)) : narrow)
                .filter(view -> view.confirmed().plus(OLDEST_VIEW).isBefore(now))
                .map(view -> "%s was last known to be up to date at %s".formatted(view.scope(), view.confirmed()));
    }
}
