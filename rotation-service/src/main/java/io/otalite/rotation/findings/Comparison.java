package io.otalite.rotation.findings;

import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What is to be told about one object, given what is so and what is told already. Not to see is never taken for mended. */
final class Comparison {
    /** Reasons that say that something cannot be judged. */
    private static final Set<Cause> CANNOT_TELL = Set.of(Cause.NOT_VISIBLE, Cause.IMAGE_UNREACHABLE);

    private final World world;
    private final ToIntFunction<Reason> sharing;

    /** @param sharing how many workloads have this very reason */
    Comparison(World world, ToIntFunction<Reason> sharing) {
        this.world = world;
        this.sharing = sharing;
    }

    /** What has to be recorded so that what is told is what is so. */
    record Difference(List<Finding> raised, List<OpenFinding> cleared) {
        Difference {
            raised = List.copyOf(raised);
            cleared = List.copyOf(cleared);
        }

        boolean isEmpty() {
            return raised.isEmpty() && cleared.isEmpty();
        }
    }

    /**
     * Compares.
     *
     * @param judged empty when the object was not judged, or is gone
     * @param reported what others than the judge say about it
     * @param open what is told already
     */
    Difference compare(
            ObjectRef object,
            Optional<Judgement> judged,
            List<Reason> reported,
            Collection<OpenFinding> open,
            Instant now) {
        var raised = new ArrayList<Finding>();
        var present = new HashSet<String>();
        var at = judged.map(Judgement::at).orElse(now);
        var reasons = new ArrayList<>(reported);
        judged.ifPresent(judgement -> reasons.addAll(judgement.reasons()));
        for (var reason : reasons) {
            if (!reason.verdict().isFinding()) {
                continue;
            }
            var id = Finding.id(object, reason.identity());
            present.add(id);
            var known = open.stream().filter(one -> one.id().equals(id)).findFirst();
            var since = known.map(OpenFinding::since).or(reason::since).orElse(at);
            var finding = new Finding(object, reason, since, Math.max(0, sharing.applyAsInt(reason) - 1), at);
            if (known.filter(one -> one.says(finding)).isEmpty()) {
                raised.add(finding);
            }
        }
        var cleared = open.stream()
                .filter(one -> !present.contains(one.id()) && isMended(one, judged))
                .toList();
        return new Difference(raised, cleared);
    }

    private boolean isMended(OpenFinding finding, Optional<Judgement> judged) {
        if (judged.isPresent()) {
            return judged.get().reasons().stream().noneMatch(reason -> hides(reason, finding));
        }
        return switch (world.look(finding.workload())) {
            case Sighting.Unseen _ -> false;
            case Sighting.Missing _ -> true;
            // It is there and will be judged.
            case Sighting.Found(Referrer referrer) when referrer.isJudged() -> false;
            case Sighting.Found _ -> true;
        };
    }

    private static boolean hides(Reason reason, OpenFinding finding) {
        return CANNOT_TELL.contains(reason.cause())
                && reason.revision().orElse("").equals(finding.revision())
                && (reason.path().equals(finding.path()) || reason.target().equals(finding.target()));
    }
}
