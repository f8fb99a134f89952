package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The snapshot role (TUF 4.4): the version of every targets file, so that nobody can mix files of different times.
 *
 * @param meta by file name, without version and folder; {@code targets.json} is always there
 */
public record Snapshot(
        MetadataVersion version, Instant expires, SortedMap<String, FileMeta> meta, UnknownMembers unrecognised)
        implements RoleMetadata {

    public Snapshot {
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        if (!meta.containsKey(RoleName.TARGETS.fileName())) {
            throw new InvalidValueException("a snapshot", "complete", "no entry targets.json");
        }
    }

    public Snapshot(MetadataVersion version, Instant expires, SortedMap<String, FileMeta> meta) {
        this(version, expires, meta, UnknownMembers.NONE);
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Snapshot parse(SignedMetadata metadata) {
        Header header = Header.parse(metadata, RoleName.SNAPSHOT);
        Members listed = metadata.members().object("meta");
        SortedMap<String, FileMeta> meta = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : listed.entries()) {
            meta.put(entry.getKey(), FileMeta.parse(listed.object(entry.getKey())));
        }
        UnknownMembers unrecognised = Header.unknown(metadata, "meta");
        return metadata.members().whole(_ -> new Snapshot(header.version(), header.expires(), meta, unrecognised));
    }

    /** The entry of the top-level targets file. */
    public FileMeta targets() {
        FileMeta targets = meta.get(RoleName.TARGETS.fileName());
        if (targets == null) {
            throw new IllegalStateException("A snapshot is never made without targets.json");
        }
        return targets;
    }

    /** The entry of a delegated role's targets file. */
    public Optional<FileMeta> targets(DelegationName role) {
        return Optional.ofNullable(meta.get(role.listed()));
    }

    @Override
    public ObjectNode toJson(Dialect dialect) {
        ObjectNode json = Header.toJson(this, RoleName.SNAPSHOT, dialect);
        ObjectNode listed = json.putObject("meta");
        meta.forEach((file, fileMeta) -> listed.set(file, fileMeta.toJson()));
        unrecognised.addTo(json);
        return json;
    }
}
