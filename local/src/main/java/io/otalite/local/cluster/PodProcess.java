package io.otalite.local.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.otalite.process.Ending;
import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A pod with one container, told in the words of a process, so that a person reads one table. */
record PodProcess(Pod pod) {
    private static final String PROCESS_ID = "process://";
    private static final Set<String> BEING_MADE = Set.of("ContainerCreating", "PodInitializing");
    private static final Duration UNKNOWN = Duration.ZERO;

    /** Empty while the pod is being made. */
    Optional<ProcessStatus> status(String name) {
        return container()
                .filter(container -> !isBeingMade(container.getState()))
                .map(container -> new ProcessStatus(name, state(container), container.getRestartCount()));
    }

    private boolean isBeingMade(ContainerState state) {
        var waits = state.getWaiting() != null
                && BEING_MADE.contains(String.valueOf(state.getWaiting().getReason()));
        return waits || (state.getRunning() != null && pid().isEmpty());
    }

    /** The process of the container; empty while there is none. */
    OptionalLong pid() {
        return container()
                .filter(container ->
                        container.getState() != null && container.getState().getRunning() != null)
                .map(ContainerStatus::getContainerID)
                .filter(id -> id.startsWith(PROCESS_ID))
                .map(id -> OptionalLong.of(Long.parseLong(id.substring(PROCESS_ID.length()))))
                .orElse(OptionalLong.empty());
    }

    private ProcessState state(ContainerStatus container) {
        var pid = pid();
        var deletion =
                Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(PodProcess::instant);
        if (pid.isEmpty()) {
            return deletion.<ProcessState>map(since -> new ProcessState.Ended(exit(container.getState()), since))
                    .orElseGet(() -> waiting(container.getState()));
        }
        if (deletion.isPresent()) {
            return new ProcessState.Stopping(pid.getAsLong(), deletion.get());
        }
        var ready = condition("Ready");
        var since = ready.map(PodCondition::getLastTransitionTime).map(PodProcess::instant);
        if (ready.isPresent() && ready.get().getStatus().equals("True")) {
            return new ProcessState.Ready(pid.getAsLong(), since.orElse(Instant.EPOCH));
        }
        var begun = startedAt(container);
        return since.filter(change -> change.isAfter(begun)).isPresent()
                ? new ProcessState.Unready(pid.getAsLong(), since.get(), "its readiness probe fails")
                : new ProcessState.Starting(pid.getAsLong(), begun);
    }

    private static Ending exit(ContainerState state) {
        return Optional.ofNullable(state.getTerminated())
                .<Ending>map(end -> new Ending.Exited(end.getExitCode()))
                .orElseGet(() -> new Ending.NotLaunched("not started yet"));
    }

    private ProcessState waiting(ContainerState state) {
        var waiting = Optional.ofNullable(state.getWaiting());
        var last = waiting.filter(reason -> reason.getReason() != null)
                .<Ending>map(reason -> new Ending.NotLaunched(reason.getReason()
                        + Optional.ofNullable(reason.getMessage())
                                .map(text -> ": " + text)
                                .orElse("")))
                .orElseGet(() -> exit(state));
        return new ProcessState.BackingOff(last, instant(pod.getMetadata().getCreationTimestamp()), UNKNOWN);
    }

    private Optional<ContainerStatus> container() {
        return Optional.ofNullable(pod.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getContainerStatuses()).orElse(List.of()).stream()
                        .findFirst());
    }

    private Optional<PodCondition> condition(String type) {
        return Optional.ofNullable(pod.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst());
    }

    private static Instant startedAt(ContainerStatus container) {
        return instant(container.getState().getRunning().getStartedAt());
    }

    private static Instant instant(String time) {
        return Instant.parse(time);
    }
}
