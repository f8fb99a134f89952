package io.otalite.tuf;

import java.time.Instant;

/** A file of one role, read but not yet trusted, and the checks that every role has. */
record Document<T extends RoleMetadata>(SignedMetadata file, String name, T content) {

    Bytes bytes() {
        return file.bytes();
    }

    MetadataVersion version() {
        return content.version();
    }

    /** Stops unless enough of the authority's keys signed the file. */
    Step<Document<T>> signedBy(Authority authority, String section) {
        Verification verification = authority.judge(file);
        return verification.verified()
                ? Step.done(this)
                : Step.stopped(
                        section,
                        Reason.SIGNATURE_THRESHOLD,
                        "version %s of %s has %d valid signatures, %s asks for %d"
                                .formatted(
                                        version(),
                                        name,
                                        verification.signedBy().size(),
                                        authority.delegator(),
                                        verification.threshold()));
    }

    /** Stops if the file has expired. */
    Step<Document<T>> validAt(Instant now, String section) {
        return content.expires().isAfter(now)
                ? Step.done(this)
                : Step.stopped(
                        section,
                        Reason.EXPIRED,
                        "version %s of %s expired at %s, it is %s".formatted(version(), name, content.expires(), now));
    }
}
