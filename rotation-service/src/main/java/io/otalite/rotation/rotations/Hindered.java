package io.otalite.rotation.rotations;

import io.otalite.rotation.restart.RestartTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What keeps restarts from going on, and may never end by itself. */
final class Hindered {
    private Hindered() {}

    /**
     * The first of it, for people. Empty while a workload is watched, for there is a limit to that.
     *
     * @param moment after which something has happened when they do go on
     */
    static Optional<String> by(List<RestartTask> tasks, Instant moment) {
        var open = tasks.stream().filter(task -> !task.state().isOver()).toList();
        if (open.stream().anyMatch(task -> task.state() == RestartTask.State.WATCHING)
                || tasks.stream().anyMatch(task -> task.updated().isAfter(moment))) {
            return Optional.empty();
        }
        var named = open.stream().filter(task -> !task.awaited().isEmpty()).findFirst();
        if (named.isPresent()) {
            return named.map(task -> "the restart of %s waits: %s".formatted(task.workload(), task.awaited()));
        }
        return open.stream().allMatch(task -> task.state() == RestartTask.State.WAITING)
                ? open.stream()
                        .findFirst()
                        .map(task -> "the restart of %s waits: those of others come first".formatted(task.workload()))
                : Optional.empty();
    }
}
