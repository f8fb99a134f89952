package io.otalite.rotation.restart;

import java.util.List;

/** How a task ended. Texts are for people. */
public sealed interface Outcome {
    record Verified(List<String> evidence) implements Outcome {
        public Verified {
            evidence = List.copyOf(evidence);
        }
    }

    record Failed(String reason) implements Outcome {}

    /** There is nothing to do any more: the workload is gone. */
    record Dropped(String reason) implements Outcome {}
}
