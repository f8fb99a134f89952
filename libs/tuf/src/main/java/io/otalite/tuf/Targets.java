package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The targets role (TUF 4.5): every Target by name. Delegations of a received document are not followed. */
public record Targets(MetadataVersion version, Instant expires, SortedMap<TargetName, Target> targets) {

    public Targets {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Targets parse(SignedMetadata metadata) {
        Header header = Header.parse(metadata.members(), RoleName.TARGETS);
        Members listed = metadata.members().object("targets");
        SortedMap<TargetName, Target> targets = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : listed.entries()) {
            TargetName name = listed.at(entry.getKey(), () -> new TargetName(entry.getKey()));
            targets.put(name, Target.parse(listed.object(entry.getKey())));
        }
        return new Targets(header.version(), header.expires(), targets);
    }

    /** The signed object. */
    public ObjectNode toJson() {
        ObjectNode json = new Header(version, expires).toJson(RoleName.TARGETS);
        ObjectNode listed = json.putObject("targets");
        targets.forEach((name, target) -> listed.set(name.value(), target.toJson()));
        return json;
    }
}
