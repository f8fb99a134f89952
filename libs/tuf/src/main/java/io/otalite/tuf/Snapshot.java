package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The snapshot role (TUF 4.4): the version of every targets file, so that nobody can mix files of different times.
 *
 * @param meta by un-prefixed file name; {@code targets.json} is always there
 */
public record Snapshot(MetadataVersion version, Instant expires, SortedMap<String, FileMeta> meta) {

    public Snapshot {
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        if (!meta.containsKey(RoleName.TARGETS.fileName())) {
            throw new InvalidValueException("a snapshot", "complete", "no entry targets.json");
        }
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Snapshot parse(SignedMetadata metadata) {
        Members signed = metadata.members();
        Header header = Header.parse(signed, RoleName.SNAPSHOT);
        Members listed = signed.object("meta");
        SortedMap<String, FileMeta> meta = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : listed.entries()) {
            meta.put(entry.getKey(), FileMeta.parse(listed.object(entry.getKey())));
        }
        return signed.whole(whole -> new Snapshot(header.version(), header.expires(), meta));
    }

    /** The entry of the top-level targets file. */
    public FileMeta targets() {
        FileMeta targets = meta.get(RoleName.TARGETS.fileName());
        if (targets == null) {
            throw new IllegalStateException("A snapshot is never made without targets.json");
        }
        return targets;
    }

    /** The signed object. */
    public ObjectNode toJson() {
        ObjectNode json = new Header(version, expires).toJson(RoleName.SNAPSHOT);
        ObjectNode listed = json.putObject("meta");
        meta.forEach((file, fileMeta) -> listed.set(file, fileMeta.toJson()));
        return json;
    }
}
