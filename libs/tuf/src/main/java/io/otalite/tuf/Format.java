package io.otalite.tuf;

import java.util.function.Function;

/** How the files of a role are read. */
record Format<T extends RoleMetadata>(RoleName role, Function<SignedMetadata, T> parse) {

    static final Format<Root> ROOT = new Format<>(RoleName.ROOT, Root::parse);
    static final Format<Timestamp> TIMESTAMP = new Format<>(RoleName.TIMESTAMP, Timestamp::parse);
    static final Format<Snapshot> SNAPSHOT = new Format<>(RoleName.SNAPSHOT, Snapshot::parse);
    static final Format<Targets> TARGETS = new Format<>(RoleName.TARGETS, Targets::parse);

    /**
     * Reads a file without trusting it.
     *
     * @param name of the file, for messages
     */
    Step<Document<T>> read(Dialect dialect, String name, Bytes bytes) {
        try {
            SignedMetadata file = SignedMetadata.parse(dialect, bytes);
            return file.isOf(role)
                    ? Step.done(new Document<>(file, name, parse.apply(file)))
                    : Step.stopped(
                            role.formatSection(),
                            Reason.WRONG_TYPE,
                            "%s expected, found the type %s".formatted(name, Excerpt.of(file.type())));
        } catch (MalformedJsonException | MalformedMetadataException e) {
            return Step.stopped(role.formatSection(), Reason.MALFORMED, name + ": " + e.getMessage());
        }
    }

    /** Reads a file of the top-level role. */
    Step<Document<T>> read(Dialect dialect, Bytes bytes) {
        return read(dialect, role.fileName(), bytes);
    }
}
