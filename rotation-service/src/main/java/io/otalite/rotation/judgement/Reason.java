package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is not as it should be.
 *
 * @param revision the retained revision that it is about, such as {@code 3}; empty for the template that is in force
 * @param path where the reference stands: a JSON pointer (RFC 6901) into the workload, or into its revision; empty when it is about
 *     no single reference
 * @param target what is missing, or not as it should be
 * @param key the entry of the target; empty when it is about the whole
 * @param message for people; never holds content of a Secret
 * @param since when it became so, as far as that was seen
 * @param evidence the resourceVersion of the target, or of the workload where there is no target
 * @param nearest an object or an entry that may be meant
 */
public record Reason(
        Verdict verdict,
        Cause cause,
        Optional<String> revision,
        String path,
        ObjectRef target,
        Optional<String> key,
        String message,
        Optional<Instant> since,
        String evidence,
        Optional<String> nearest,
        Optional<Fix> fix) {

    /** The same reason, whatever is said about it: what a finding is known by. */
    public String identity() {
        return String.join("|", cause.word(), revision.orElse(""), path, target.id(), key.orElse(""));
    }

    Reason mendedBy(Optional<String> nearer, Fix by) {
        return new Reason(
                verdict, cause, revision, path, target, key, message, since, evidence, nearer, Optional.of(by));
    }

    /** Supplies the moment when it was first noticed, where nothing better is known. */
    Reason since(Instant first) {
        return new Reason(
                verdict,
                cause,
                revision,
                path,
                target,
                key,
                message,
                Optional.of(since.orElse(first)),
                evidence,
                nearest,
                fix);
    }
}
