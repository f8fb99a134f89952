package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.Survey.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Looks for everything that a rotation could fail at, before anything is touched. */
public final class Preflight {
    private final Survey survey;
    private final Judgements judgements;
    private final Destinations destinations;
    private final Sealing sealing;
    private final BooleanSupplier kafka;

    /** @param kafka whether the broker answers now; may block for seconds */
    public Preflight(
            Survey survey, Judgements judgements, Destinations destinations, Sealing sealing, BooleanSupplier kafka) {
        this.survey = survey;
        this.judgements = judgements;
        this.destinations = destinations;
        this.sealing = sealing;
        this.kafka = kafka;
    }

    /**
     * What was found.
     *
     * @param reasons why the rotation must not begin, for people; empty when it may
     * @param remarks what else is worth knowing, for people
     * @param observed SHA-256 of what is to be replaced, in hexadecimal, by the id of the Secret and the name of the entry: of a password
     *     that can be guessed that is nothing for others
     */
    public record Examined(List<String> reasons, List<String> remarks, Map<String, Map<String, String>> observed) {
        public Examined {
            reasons = List.copyOf(reasons);
            remarks = List.copyOf(remarks);
            observed = Map.copyOf(observed);
        }

        @Override
        public String toString() {
            return reasons.toString();
        }
    }

    /**
     * Why the rotation must not begin. To be asked again right before the first thing is done: what has come or gone since it was planned is
     * a reason, too.
     *
     * @throws ClusterUnavailableException if the API server does not answer
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if the issuer does not answer
     */
    public Examined examine(Plan plan, CredentialIssuer issuer) {
        var reasons = new ArrayList<String>();
        var observed = survey.digests(plan.destinations());
        sealing.refusal().ifPresent(reasons::add);
        reasons.addAll(survey.blindSpots(plan.destinations()));
        var places = survey.places(plan.subject(), Optional.of(issuer));
        reasons.addAll(survey.differences(plan, places.destinations()));
        if (places.naming().contains(plan.subject().secret())) {
            reasons.add("%s names the credential and does not have it"
                    .formatted(plan.subject().secret()));
        }
        if (plan.destinations().isEmpty()) {
            reasons.add(
                    "no Secret that can be written is known to hold the credential in use, so there is no place for a new one");
        }
        plan.destinations().forEach(destination -> reasons.addAll(destination(destination, observed)));
        if (!plan.compromised() || plan.force().isEmpty()) {
            reasons.addAll(places.obstacles());
        }
        plan.consumers().forEach(consumer -> reasons.addAll(consumer(consumer, plan)));
        reasons.addAll(issuer.refusals(plan.subject(), places(plan)));
        if (plan.compromised() && plan.subject().currentId().isEmpty()) {
            reasons.add("the old credential has no name by which it could be revoked");
        }
        if (!kafka.getAsBoolean()) {
            reasons.add("Kafka cannot be reached, so nobody could be told that the credential has changed");
        }
        return new Examined(reasons, remarks(plan, places), observed);
    }

    /** Whoever can take a credential could keep it from being revoked by a copy of it. */
    private static List<String> remarks(Plan plan, Places places) {
        var remarks = new ArrayList<>(Held.remarks(places.naming()));
        if (plan.compromised() && plan.force().isPresent()) {
            remarks.addAll(places.obstacles());
        }
        return remarks;
    }

    private static Map<ObjectRef, Set<String>> places(Plan plan) {
        return plan.destinations().stream()
                .collect(Collectors.toMap(
                        Destination::secret,
                        destination -> destination.entries().keySet()));
    }

    private List<String> destination(Destination destination, Map<String, Map<String, String>> observed) {
        var reasons = new ArrayList<>(destinations.refusals(
                destination, observed.getOrDefault(destination.secret().id(), Map.of())));
        for (var producer : survey.world().producers(destination.secret())) {
            reasons.add("%s is written by %s, which would put the old content back: rotate where that reads from"
                    .formatted(destination.secret(), producer.ref()));
        }
        return reasons;
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
            survey.workloads()
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
