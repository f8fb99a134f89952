package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The timestamp role (TUF 4.6): which snapshot is the newest, signed often and valid briefly, so that a client notices
 * when it is being shown an old repository.
 */
public record Timestamp(MetadataVersion version, Instant expires, FileMeta snapshot) {

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Timestamp parse(SignedMetadata metadata) {
        Header header = Header.parse(metadata.members(), RoleName.TIMESTAMP);
        Members meta = metadata.members().object("meta");
        FileMeta snapshot = FileMeta.parse(meta.object(RoleName.SNAPSHOT.fileName()));
        if (meta.entries().size() != 1) {
            throw metadata.members().refused("meta", "must describe snapshot.json only");
        }
        return new Timestamp(header.version(), header.expires(), snapshot);
    }

    /** The signed object. */
    public ObjectNode toJson() {
        ObjectNode json = new Header(version, expires).toJson(RoleName.TIMESTAMP);
        json.putObject("meta").set(RoleName.SNAPSHOT.fileName(), snapshot.toJson());
        return json;
    }
}
