package io.otalite.rotation.audit.cli;

import io.otalite.rotation.audit.AuditReport;
import io.otalite.rotation.judgement.JudgementView;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.World;
import java.io.PrintWriter;
import java.util.List;

/** A report for people. */
final class AuditText {
    private AuditText() {}

    static void print(AuditReport report, World world, PrintWriter out) {
        for (var audited : report.audited()) {
            var judgement = audited.judgement();
            if (judgement.verdict() == Verdict.OK) {
                continue;
            }
            out.println("%-19s %s   %s".formatted(judgement.verdict(), judgement.workload(), audited.origin()));
            for (var reason : judgement.reasons()) {
                reason(reason, audited, world, out);
            }
            out.println();
        }
        for (var object : report.unread()) {
            out.println("not looked into: " + object);
        }
        out.println(summary(report));
        out.flush();
    }

    private static void reason(Reason reason, AuditReport.Audited audited, World world, PrintWriter out) {
        out.println("  %s: %s".formatted(reason.cause().word(), reason.message()));
        if (!reason.path().isEmpty()) {
            out.println("    at       " + reason.path());
        }
        reason.nearest().ifPresent(name -> out.println("    nearest  " + name));
        var others = JudgementView.others(reason, audited.judgement().workload(), world);
        if (others.count() > 0) {
            out.println("    also     %d more: %s".formatted(others.count(), others.some()));
        }
        reason.fix().ifPresent(fix -> out.println("    fix      " + fix.command()));
    }

    private static String summary(AuditReport report) {
        var counts = new int[AuditReport.Outcome.values().length];
        for (var audited : report.audited()) {
            counts[outcome(audited).ordinal()]++;
        }
        return "%d workloads: %d would start, %d would not, %d could not be told. Images were not asked for."
                .formatted(report.audited().size(), counts[0], counts[1], counts[2]);
    }

    private static AuditReport.Outcome outcome(AuditReport.Audited audited) {
        return new AuditReport(List.of(audited), List.of()).outcome();
    }
}
