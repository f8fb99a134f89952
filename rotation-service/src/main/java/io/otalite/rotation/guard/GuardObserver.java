package io.otalite.rotation.guard;

import io.otalite.rotation.guard.Answer.Outcome;

/** Is told how each review ended. Must be quick and must not fail. */
@FunctionalInterface
public interface GuardObserver {
    void answered(Outcome outcome);
}
