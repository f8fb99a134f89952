package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Place.Part;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Use;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One reference under judgement.
 *
 * @param holder the object in which the path stands: the workload, or one of its revisions
 * @param workload who is hit
 */
record Case(Referrer holder, Referrer workload, Reference reference) {

    /** The same holder, and a reference that it has only through another object. */
    Case through(Reference other) {
        var inherited = new Reference(
                other.use(),
                other.target(),
                other.neededKey().orElse(null),
                other.optional() || reference.optional(),
                reference.path(),
                reference.nameField(),
                reference.place());
        return new Case(holder, workload, inherited);
    }

    /** What it means when the reference does not resolve. */
    Verdict loss() {
        if (reference.optional()) {
            return Verdict.OK_OPTIONAL_MISSING;
        }
        if (reference.place().part() == Part.EPHEMERAL) {
            return Verdict.DEGRADED;
        }
        return switch (reference.use().loss()) {
            case NO_START -> Verdict.BLOCKED_START;
            case FEATURE -> Verdict.DEGRADED;
            case RISK -> Verdict.AT_RISK;
            case NONE -> Verdict.OK;
        };
    }

    /** Whether Kubernetes lets the reference be optional. */
    boolean canBeOptional() {
        return switch (reference.use()) {
            case ENV_VALUE, ENV_FROM, VOLUME, PROJECTED -> true;
            default -> false;
        };
    }

    /** Whether it could be optional, should be, and is not. */
    boolean shouldBeOptional() {
        return canBeOptional() && !reference.optional() && workload.isForOptionalFeature(reference);
    }

    /** Every entry of the target that the holder needs. */
    List<String> neededKeys() {
        return holder.references().stream()
                .filter(other -> other.target().equals(reference.target()))
                .map(Reference::neededKey)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** A reason about the target, with the holder's own version as evidence. */
    Reason reason(Verdict verdict, Cause cause, String message, Optional<Instant> since) {
        return reason(verdict, cause, message, since, holder);
    }

    /** A reason about the target. @param seen what the evidence is about */
    Reason reason(Verdict verdict, Cause cause, String message, Optional<Instant> since, Observed seen) {
        return new Reason(
                verdict,
                cause,
                Optional.empty(),
                reference.path(),
                reference.target(),
                cause == Cause.OBJECT_MISSING ? Optional.empty() : reference.neededKey(),
                message,
                since,
                seen.meta().resourceVersion(),
                Optional.empty(),
                Optional.empty());
    }

    /** For people: who needs what for what. */
    String who() {
        var place = reference.place().toString();
        var needs = "%s of %s needs %s".formatted(place, workload.ref(), reference.target());
        var symptom = reference.use().symptom();
        return symptom.isEmpty() || reference.use() == Use.FILE_NAME ? needs : needs + " (" + symptom + ")";
    }
}
