package io.otalite.rotation.rotations.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.Destination;
import io.otalite.rotation.rotations.Plan;
import io.otalite.rotation.rotations.Rotation;
import io.otalite.rotation.rotations.Rotation.Problem;
import io.otalite.rotation.rotations.RotationStore.Listed;
import io.otalite.rotation.rotations.RotationStore.Told;
import io.otalite.rotation.rotations.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A rotation as REST shows it.
 *
 * @param reason why it ended as it did, where it did not end well, or why it is going back
 * @param plan left out where the rotation was recorded in a form that this version of the service does not know
 * @param history the latest of what it did, in order; left out of lists
 * @param historyOmitted how much of the history came before that; left out where nothing did
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RotationView(
        String id,
        String state,
        Instant since,
        boolean over,
        Optional<String> reason,
        Optional<ProblemView> problem,
        Optional<OrderView> order,
        @JsonProperty("new_key_id") Optional<String> newKeyId,
        Optional<PlanView> plan,
        List<HistoryView> history,
        @JsonProperty("history_omitted") Optional<Long> historyOmitted) {

    /** What keeps it from going on. */
    public record ProblemView(String text, Instant since) {
        static ProblemView of(Problem problem) {
            return new ProblemView(problem.text(), problem.since());
        }
    }

    /** What somebody has asked for. */
    public record OrderView(String kind, String reason, String by, Instant at) {}

    /** What it is going to do. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PlanView(
            String credential,
            String account,
            @JsonProperty("old_key_id") Optional<String> oldKeyId,
            List<DestinationView> destinations,
            List<ConsumerView> consumers,
            boolean compromised,
            Optional<String> force,
            @JsonProperty("requested_by") String requestedBy,
            @JsonProperty("requested_at") Instant requestedAt) {
        static PlanView of(Plan plan) {
            return new PlanView(
                    plan.subject().kind(),
                    plan.subject().account(),
                    plan.subject().currentId(),
                    plan.destinations().stream().map(DestinationView::of).toList(),
                    plan.consumers().stream().map(ConsumerView::of).toList(),
                    plan.compromised(),
                    plan.force(),
                    plan.requestedBy(),
                    plan.requestedAt());
        }
    }

    /** A Secret that is written to, and which of its entries. */
    public record DestinationView(ObjectRef secret, Set<String> entries) {
        static DestinationView of(Destination destination) {
            return new DestinationView(
                    destination.secret(), destination.entries().keySet());
        }
    }

    /** A workload, and what is done with it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ConsumerView(ObjectRef workload, String mode, Optional<String> refusal) {
        static ConsumerView of(Consumer consumer) {
            return new ConsumerView(
                    consumer.workload(), consumer.mode().name().toLowerCase(Locale.ROOT), consumer.refusal());
        }
    }

    /** One line of the history, and its evidence. @param number its place, from 1 */
    public record HistoryView(long number, Instant at, String state, String text, List<String> evidence) {
        static HistoryView of(Told told) {
            var lines = told.lines();
            return new HistoryView(
                    told.number(),
                    told.at(),
                    told.state(),
                    lines.isEmpty() ? "" : lines.getFirst(),
                    lines.isEmpty() ? List.of() : lines.subList(1, lines.size()));
        }
    }

    static RotationView of(Rotation rotation, List<Told> history) {
        return new RotationView(
                rotation.id(),
                rotation.state().name(),
                rotation.since(),
                rotation.state().isOver(),
                reason(rotation.state()),
                rotation.problem().map(ProblemView::of),
                rotation.order()
                        .map(order -> new OrderView(
                                order.kind().name().toLowerCase(Locale.ROOT), order.reason(), order.by(), order.at())),
                rotation.state().newCredential(),
                Optional.of(PlanView.of(rotation.plan())),
                history.stream().map(HistoryView::of).toList(),
                history.stream().findFirst().map(first -> first.number() - 1).filter(omitted -> omitted > 0));
    }

    static RotationView of(Listed listed) {
        return listed.rotation()
                .map(rotation -> of(rotation, List.of()))
                .orElseGet(() -> new RotationView(
                        listed.id(),
                        listed.state(),
                        listed.since(),
                        listed.over(),
                        Optional.empty(),
                        listed.problem().map(ProblemView::of),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    private static Optional<String> reason(State state) {
        return switch (state) {
            case State.Refused(var reasons) -> Optional.of(String.join("; ", reasons));
            case State.Aborted(var reason) -> Optional.of(reason);
            case State.RolledBack(var reason) -> Optional.of(reason);
            case State.Failed(var reason) -> Optional.of(reason);
            case State.Restoring restoring -> Optional.of(restoring.reason());
            case State.Reverting reverting -> Optional.of(reverting.reason());
            case State.Discarding discarding -> Optional.of(discarding.reason());
            case State.Enabling enabling -> Optional.of(enabling.reason());
            default -> Optional.empty();
        };
    }
}
