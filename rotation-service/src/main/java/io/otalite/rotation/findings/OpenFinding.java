package io.otalite.rotation.findings;

import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;

/**
 * A finding that was raised and not yet cleared, as far as that is needed to raise it again or to clear it.
 *
 * @param identity that of its reason
 * @param revision empty for the template that is in force
 * @param fix the command that mends it; empty when none is known
 */
public record OpenFinding(
        String id,
        ObjectRef workload,
        String identity,
        String revision,
        String path,
        ObjectRef target,
        Verdict verdict,
        String cause,
        String message,
        String fix,
        Instant since) {

    /** Whether there is nothing new about it; what is said in other words is not new. */
    boolean says(Finding finding) {
        return verdict == finding.reason().verdict() && fix.equals(finding.fix());
    }
}
