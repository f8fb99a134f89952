package io.otalite.rotation.audit;

import io.otalite.rotation.judgement.JudgementView;
import io.otalite.rotation.observation.World;
import java.util.List;

/**
 * A report as JSON.
 *
 * @param unread objects of kinds that nothing is known of
 */
public record AuditView(AuditReport.Outcome outcome, List<AuditedView> workloads, List<String> unread) {

    /** One workload. @param origin where its manifest is written down */
    public record AuditedView(String origin, JudgementView judgement) {}

    public AuditView {
        workloads = List.copyOf(workloads);
        unread = List.copyOf(unread);
    }

    public static AuditView of(AuditReport report, World world) {
        var workloads = report.audited().stream()
                .map(one -> new AuditedView(one.origin(), JudgementView.of(one.judgement(), world)))
                .toList();
        return new AuditView(report.outcome(), workloads, report.unread());
    }
}
