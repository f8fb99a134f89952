package io.otalite.rotation.audit;

import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Verdict;
import java.util.List;

/**
 * What came of an audit.
 *
 * @param audited every workload among the manifests, in their order
 * @param unread objects of kinds that this service knows nothing of and in which it found no reference
 */
public record AuditReport(List<Audited> audited, List<String> unread) {

    /** One workload. @param origin where its manifest is written down */
    public record Audited(Judgement judgement, String origin) {}

    /** The answer to "would these start?" */
    public enum Outcome {
        WOULD_START(0),
        WOULD_NOT_START(1),
        COULD_NOT_TELL(2);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    public AuditReport {
        audited = List.copyOf(audited);
        unread = List.copyOf(unread);
    }

    public Outcome outcome() {
        if (has(Verdict.BLOCKED_START)) {
            return Outcome.WOULD_NOT_START;
        }
        return has(Verdict.UNKNOWN) ? Outcome.COULD_NOT_TELL : Outcome.WOULD_START;
    }

    private boolean has(Verdict verdict) {
        return audited.stream()
                .flatMap(one -> one.judgement().reasons().stream())
                .anyMatch(reason -> reason.verdict() == verdict
                        && (verdict == Verdict.BLOCKED_START
                                || reason.revision().isEmpty()));
    }
}
