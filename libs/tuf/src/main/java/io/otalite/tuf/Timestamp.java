package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The timestamp role (TUF 4.6): which snapshot is the newest, signed often and valid briefly, so that a client notices
 * when it is being shown an old repository.
 */
public record Timestamp(MetadataVersion version, Instant expires, FileMeta snapshot, UnknownMembers unrecognised)
        implements RoleMetadata {

    public Timestamp(MetadataVersion version, Instant expires, FileMeta snapshot) {
        this(version, expires, snapshot, UnknownMembers.NONE);
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Timestamp parse(SignedMetadata metadata) {
        Header header = Header.parse(metadata, RoleName.TIMESTAMP);
        Members meta = metadata.members().object("meta");
        Members listed = meta.object(RoleName.SNAPSHOT.fileName());
        if (meta.entries().size() != 1) {
            throw metadata.members().refused("meta", "must describe snapshot.json only");
        }
        if (metadata.dialect().timestampListsLengthAndHashes()) {
            listed.requireAll("length", "hashes");
        }
        return new Timestamp(
                header.version(), header.expires(), FileMeta.parse(listed), Header.unknown(metadata, "meta"));
    }

    @Override
    public ObjectNode toJson(Dialect dialect) {
        ObjectNode json = Header.toJson(this, RoleName.TIMESTAMP, dialect);
        json.putObject("meta").set(RoleName.SNAPSHOT.fileName(), snapshot.toJson());
        unrecognised.addTo(json);
        return json;
    }
}
