package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.List;

/**
 * Whether a workload would start now, and why not.
 *
 * @param suspended whether it is told not to start for now; it is judged all the same
 * @param reasons the worst first
 * @param at when it was judged
 */
public record Judgement(ObjectRef workload, boolean suspended, Verdict verdict, List<Reason> reasons, Instant at) {
    public Judgement {
        reasons = List.copyOf(reasons);
    }
}
