package io.otalite.rotation.findings;

import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What is to be told about one object, given what is so and what is told already. Not to see is never taken for mended, and neither is
 * not to have asked yet. What is over at once, such as an object that is replaced by deleting it first, is not told.
 */
final class Comparison {
    /** Reasons that say that something cannot be judged. */
    private static final Set<Cause> CANNOT_TELL = Set.of(Cause.NOT_VISIBLE, Cause.IMAGE_UNREACHABLE);

    /** What is known of these has to be asked for somewhere else. */
    private static final Set<String> ASKED_ELSEWHERE = Arrays.stream(Cause.values())
            .map(Cause::word)
            .filter(word -> word.startsWith("image_") || word.startsWith("google_"))
            .collect(Collectors.toUnmodifiableSet());

    /** How long a reason has to hold before somebody is told. */
    private static final Duration SETTLING = Duration.ofMillis(1500);

    /** After the start, until registries and Google have been asked about everything. */
    private static final Duration FIRST_ANSWERS = Duration.ofMinutes(2);

    /** How long people can see that the guard could not tell, whoever leads meanwhile. */
    private static final Duration GUARD_REPORTED = Duration.ofMinutes(10);

    private final World world;
    private final ToIntFunction<Reason> sharing;
    private final Instant started;

    /**
     * Prepares to compare.
     *
     * @param sharing how many workloads have this very reason
     * @param started when this service began to ask about everything
     */
    Comparison(World world, ToIntFunction<Reason> sharing, Instant started) {
        this.world = world;
        this.sharing = sharing;
        this.started = started;
    }

    /** What has to be recorded so that what is told is what is so. @param waits whether there may be more to record soon */
    record Difference(List<Finding> raised, List<OpenFinding> cleared, boolean waits) {
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
        var waits = false;
        var at = judged.map(Judgement::at).orElse(now);
        var reasons = new ArrayList<>(reported);
        // A view that is lost is shown with every answer; told of each workload, a restart of the API server would be a
        // flood.
        judged.ifPresent(judgement -> judgement.reasons().stream()
                .filter(reason -> reason.cause() != Cause.NOT_VISIBLE)
                .forEach(reasons::add));
        for (var reason : reasons) {
            if (!reason.verdict().isFinding()) {
                continue;
            }
            var id = Finding.id(object, reason.identity());
            present.add(id);
            var known = open.stream().filter(one -> one.id().equals(id)).findFirst();
            var since = known.map(OpenFinding::since).or(reason::since).orElse(at);
            var finding = new Finding(object, reason, since, Math.max(0, sharing.applyAsInt(reason) - 1), at);
            if (known.isEmpty() && !reported.contains(reason) && isWithin(SETTLING, since, now)) {
                waits = true;
            } else if (known.filter(one -> one.says(finding)).isEmpty()) {
                raised.add(finding);
            }
        }
        var mended = open.stream()
                .filter(one -> !present.contains(one.id()) && isMended(one, judged))
                .toList();
        var cleared = mended.stream()
                .filter(one -> !isHeld(one, judged.isPresent(), now))
                .toList();
        return new Difference(raised, cleared, waits || cleared.size() < mended.size());
    }

    /** Whether it stays for now although nothing says so any more. */
    private boolean isHeld(OpenFinding finding, boolean judged, Instant now) {
        if (finding.cause().equals(Cause.GUARD_FAILED_OPEN.word())) {
            return isWithin(GUARD_REPORTED, finding.since(), now);
        }
        // What was found in this life was asked for in this life.
        return judged
                && ASKED_ELSEWHERE.contains(finding.cause())
                && finding.since().isBefore(started)
                && isWithin(FIRST_ANSWERS, started, now);
    }

    private static boolean isWithin(Duration span, Instant since, Instant now) {
        return !since.isAfter(now) && since.plus(span).isAfter(now);
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
        var revisionsUnseen =
                reason.cause() == Cause.NOT_VISIBLE && reason.path().isEmpty();
        if (revisionsUnseen) {
            return !finding.revision().isEmpty();
        }
        return CANNOT_TELL.contains(reason.cause())
                && reason.revision().orElse("").equals(finding.revision())
                && (reason.path().equals(finding.path()) || reason.target().equals(finding.target()));
    }
}
