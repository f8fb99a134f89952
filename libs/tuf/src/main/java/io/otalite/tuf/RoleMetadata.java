package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * What a file of one of the four top-level roles says (TUF 4.3 to 4.6), free of any dialect. Members a record does not
 * know are kept when a file is read and written again, because somebody else may depend on them.
 */
public sealed interface RoleMetadata permits Root, Targets, Snapshot, Timestamp {

    MetadataVersion version();

    /** From this instant on, the file is not valid any more. */
    Instant expires();

    /** The object that is signed, in a dialect. */
    ObjectNode toJson(Dialect dialect);

    /**
     * The bytes that are signed, in a dialect.
     *
     * @throws InvalidValueException when there is no canonical form in it
     */
    default byte[] canonical(Dialect dialect) {
        return dialect.canonical(toJson(dialect));
    }

    /** The object that is signed, in the dialect of the specification. */
    default ObjectNode toJson() {
        return toJson(Dialect.TUF);
    }
}
