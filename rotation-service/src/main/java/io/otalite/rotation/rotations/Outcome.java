package io.otalite.rotation.rotations;

import io.otalite.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a step. */
public sealed interface Outcome {
    /**
     * Something was done, or seen.
     *
     * @param next the state from now on, which may be the same
     * @param confidential what has to be kept with it; empty when that has not changed
     * @param told what happened, for people: the first line says it, the others are the evidence
     * @param events what others are told, all together with the state or not at all
     * @param pause until the next step
     */
    record Next(State next, Optional<Confidential> confidential, List<String> told, List<Event> events, Duration pause)
            implements Outcome {
        public Next {
            told = List.copyOf(told);
            events = List.copyOf(events);
        }

        Next keeping(Confidential changed) {
            return new Next(next, Optional.of(changed), told, events, pause);
        }

        Next telling(List<Event> everybody) {
            return new Next(next, confidential, told, everybody, pause);
        }

        Next after(Duration time) {
            return new Next(next, confidential, told, events, time);
        }
    }

    /** Nothing to do but to look again. @param problem what keeps it from going on; empty when it is only not time yet */
    record Wait(Duration pause, Optional<String> problem) implements Outcome {}

    /**
     * Something is known better than before, and that is nothing for the history.
     *
     * @param next the same state, with what is known now
     * @param problem what keeps it from going on
     */
    record Seen(State next, Duration pause, Optional<String> problem) implements Outcome {}

    static Next to(State next, String told, List<String> evidence) {
        var lines = new ArrayList<>(List.of(told));
        lines.addAll(evidence);
        return new Next(next, Optional.empty(), lines, List.of(), Duration.ZERO);
    }

    static Next to(State next, String told) {
        return to(next, told, List.of());
    }

    static Wait look(Duration pause) {
        return new Wait(pause, Optional.empty());
    }

    static Wait stuck(Duration pause, String problem) {
        return new Wait(pause, Optional.of(problem));
    }
}
