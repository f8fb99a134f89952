package io.otalite.rotation.findings;

import io.otalite.events.FindingCleared;
import io.otalite.events.FindingRaised;
import io.otalite.events.ObjectName;
import io.otalite.rotation.judgement.Fix;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/** Findings as the events that tell other services of them. */
public final class FindingEvents {
    private FindingEvents() {}

    public static FindingRaised raised(Finding finding, Instant since) {
        var reason = finding.reason();
        return new FindingRaised(
                finding.id(),
                name(finding.workload()),
                reason.revision(),
                reason.verdict().name(),
                reason.cause().word(),
                reason.path(),
                name(reason.target()),
                reason.key(),
                reason.message(),
                since,
                reason.evidence(),
                reason.nearest(),
                reason.fix().map(FindingEvents::fix),
                finding.alsoAffected(),
                finding.judgedAt());
    }

    public static FindingCleared cleared(OpenFinding finding, Instant now) {
        return new FindingCleared(finding.id(), name(finding.workload()), finding.cause(), finding.since(), now);
    }

    private static ObjectName name(ObjectRef ref) {
        return new ObjectName(ref.namespace(), ref.kind(), ref.name());
    }

    private static FindingRaised.Fix fix(Fix fix) {
        var patch = switch (fix) {
            case Fix.UseName use -> Optional.of(use.patch().toString());
            case Fix.UseKey use -> Optional.of(use.patch().toString());
            case Fix.MakeOptional optional -> Optional.of(optional.patch().toString());
            case Fix.CopyObject _, Fix.CreateObject _, Fix.AddKey _, Fix.Advice _ -> Optional.<String>empty();
        };
        return new FindingRaised.Fix(fix.command(), patch);
    }
}
