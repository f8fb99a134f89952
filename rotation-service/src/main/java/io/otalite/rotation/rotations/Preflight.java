package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Looks for everything that a rotation could fail at, before anything is touched. */
public final class Preflight {
    private static final Set<String> NEEDED = Set.of(Kinds.SECRET, Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD);

    private final World world;
    private final Judgements judgements;
    private final Destinations destinations;
    private final Workloads workloads;
    private final Sealing sealing;
    private final BooleanSupplier kafka;

    /** @param kafka whether the broker answers now; may block for seconds */
    public Preflight(
            World world,
            Judgements judgements,
            Destinations destinations,
            Workloads workloads,
            Sealing sealing,
            BooleanSupplier kafka) {
        this.world = world;
        this.judgements = judgements;
        this.destinations = destinations;
        this.workloads = workloads;
        this.sealing = sealing;
        this.kafka = kafka;
    }

    /**
     * Why the rotation must not begin, for people; empty when it may.
     *
     * @throws ClusterUnavailableException if the API server does not answer
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if the issuer does not answer
     */
    public List<String> reasons(Plan plan, CredentialIssuer issuer) {
        var reasons = new ArrayList<String>();
        sealing.refusal().ifPresent(reasons::add);
        reasons.addAll(blindSpots(plan));
        if (plan.destinations().isEmpty()) {
            reasons.add(
                    "no Secret that is observed holds the credential in use, so there is nowhere to write a new one");
        }
        for (var destination : plan.destinations()) {
            reasons.addAll(destinations.refusals(destination));
            for (var producer : world.producers(destination.secret())) {
                reasons.add("%s is written by %s, which would put the old content back: rotate where that reads from"
                        .formatted(destination.secret(), producer.ref()));
            }
        }
        plan.consumers().forEach(consumer -> reasons.addAll(consumer(consumer, plan)));
        reasons.addAll(issuer.refusals(plan.subject(), places(plan)));
        if (!kafka.getAsBoolean()) {
            reasons.add("Kafka cannot be reached, so nobody could be told that the credential has changed");
        }
        return reasons;
    }

    private static Map<ObjectRef, Set<String>> places(Plan plan) {
        return plan.destinations().stream()
                .collect(Collectors.toMap(
                        Destination::secret,
                        destination -> destination.entries().keySet()));
    }

    /** Where not everything is seen, a consumer could be missed. */
    private List<String> blindSpots(Plan plan) {
        return world.views().stream()
                .filter(view ->
                        view.blind().isPresent() && NEEDED.contains(view.scope().kind()))
                .filter(view -> concerns(view.scope(), plan))
                .map(Preflight::blind)
                .toList();
    }

    private static boolean concerns(Scope scope, Plan plan) {
        return scope.namespace().isEmpty()
                || plan.destinations().stream()
                        .anyMatch(
                                destination -> destination.secret().namespace().equals(scope.namespace()));
    }

    private static String blind(View view) {
        return "%s cannot be seen now, so a workload could be missed: %s"
                .formatted(view.scope(), view.blind().orElse(""));
    }

    private List<String> consumer(Consumer consumer, Plan plan) {
        var reasons = new ArrayList<String>();
        consumer.refusal().ifPresent(refusal -> reasons.add("%s: %s".formatted(consumer.workload(), refusal)));
        if (plan.force().isEmpty()) {
            judgements
                    .of(consumer.workload())
                    .ifPresentOrElse(
                            judgement -> reasons.addAll(blocked(judgement)),
                            () -> reasons.add("%s has not been judged yet".formatted(consumer.workload())));
        }
        if (consumer.mode() == Consumer.Mode.RESTART) {
            workloads
                    .unsettled(consumer.workload())
                    .ifPresent(why -> reasons.add("%s: %s".formatted(consumer.workload(), why)));
        }
        return reasons;
    }

    private static List<String> blocked(Judgement judgement) {
        return judgement.reasons().stream()
                .filter(reason -> isHindrance(reason.verdict()) || isNoRoom(reason))
                .map(reason ->
                        "%s %s: %s".formatted(judgement.workload(), consequence(reason.verdict()), reason.message()))
                .toList();
    }

    private static boolean isHindrance(Verdict verdict) {
        return verdict == Verdict.BLOCKED_START || verdict == Verdict.BLOCKED_ROLLBACK || verdict == Verdict.UNKNOWN;
    }

    private static boolean isNoRoom(Reason reason) {
        return reason.cause() == Cause.QUOTA_EXHAUSTED;
    }

    private static String consequence(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED_START -> "would not start again";
            case BLOCKED_ROLLBACK -> "could not be rolled back";
            case UNKNOWN -> "may not start again";
            case OK, OK_OPTIONAL_MISSING, AT_RISK, STALE, DEGRADED -> "may have no room for one more pod";
        };
    }
}
