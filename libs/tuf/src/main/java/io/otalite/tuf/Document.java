package io.otalite.tuf;

import java.time.Instant;
import java.util.function.Function;

/**
 * A file of one role, read but not yet trusted: the checks that every role has, for {@link ClientWalk} and
 * {@link RootChain}.
 */
record Document<T>(SignedMetadata file, RoleName role, MetadataVersion version, Instant expires, T content) {

    static Step<Document<Root>> root(Bytes bytes) {
        return read(bytes, RoleName.ROOT, Root::parse, Root::version, Root::expires);
    }

    static Step<Document<Timestamp>> timestamp(Bytes bytes) {
        return read(bytes, RoleName.TIMESTAMP, Timestamp::parse, Timestamp::version, Timestamp::expires);
    }

    static Step<Document<Snapshot>> snapshot(Bytes bytes) {
        return read(bytes, RoleName.SNAPSHOT, Snapshot::parse, Snapshot::version, Snapshot::expires);
    }

    static Step<Document<Targets>> targets(Bytes bytes) {
        return read(bytes, RoleName.TARGETS, Targets::parse, Targets::version, Targets::expires);
    }

    private static <T> Step<Document<T>> read(
            Bytes bytes,
            RoleName role,
            Function<SignedMetadata, T> parse,
            Function<T, MetadataVersion> version,
            Function<T, Instant> expires) {
        try {
            SignedMetadata file = SignedMetadata.parse(bytes);
            if (!file.type().equals(role.json())) {
                return Step.stopped(
                        role.formatSection(),
                        Reason.WRONG_TYPE,
                        "%s expected, found the type %s".formatted(role.fileName(), Excerpt.of(file.type())));
            }
            T content = parse.apply(file);
            return Step.done(new Document<>(file, role, version.apply(content), expires.apply(content), content));
        } catch (MalformedJsonException | MalformedMetadataException e) {
            return Step.stopped(role.formatSection(), Reason.MALFORMED, role.fileName() + ": " + e.getMessage());
        }
    }

    Bytes bytes() {
        return file.bytes();
    }

    boolean isSignedBy(Root root) {
        return Verification.of(file, root, role).verified();
    }

    String signatureMessage(Root root) {
        Verification verification = Verification.of(file, root, role);
        return "version %s of %s has %d valid signatures, root version %s asks for %d"
                .formatted(
                        version,
                        role.fileName(),
                        verification.signedBy().size(),
                        root.version(),
                        verification.threshold());
    }

    boolean isFresh(Instant now) {
        return expires.isAfter(now);
    }

    String expiryMessage(Instant now) {
        return "version %s of %s expired at %s, it is %s".formatted(version, role.fileName(), expires, now);
    }
}
