package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The targets role (TUF 4.5), top-level or delegated: Targets by name, and to whom others are left. */
public record Targets(
        MetadataVersion version,
        Instant expires,
        SortedMap<TargetName, Target> targets,
        Optional<Delegations> delegations,
        UnknownMembers unrecognised)
        implements RoleMetadata {

    public Targets {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    }

    /** Targets without delegations. */
    public Targets(MetadataVersion version, Instant expires, SortedMap<TargetName, Target> targets) {
        this(version, expires, targets, Optional.empty(), UnknownMembers.NONE);
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Targets parse(SignedMetadata metadata) {
        Members signed = metadata.members();
        Header header = Header.parse(metadata, RoleName.TARGETS);
        Members listed = signed.object("targets");
        SortedMap<TargetName, Target> targets = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : listed.entries()) {
            TargetName name = listed.at(entry.getKey(), () -> new TargetName(entry.getKey()));
            targets.put(name, Target.parse(listed.object(entry.getKey())));
        }
        Optional<Delegations> delegations =
                signed.optionalObject("delegations").map(json -> Delegations.parse(json, metadata.dialect()));
        return new Targets(
                header.version(),
                header.expires(),
                targets,
                delegations,
                Header.unknown(metadata, "targets", "delegations"));
    }

    @Override
    public ObjectNode toJson(Dialect dialect) {
        return toJson(dialect, Target::toJson);
    }

    /** Of what each Target's bytes are already, where both dialects spell it alike. */
    @Override
    public byte[] canonical(Dialect dialect) {
        return dialect.canonical(toJson(dialect, target -> {
            var encoded = target.canonical();
            return encoded.isPlain() || dialect.equals(Dialect.TUF) ? new POJONode(encoded) : target.toJson();
        }));
    }

    private ObjectNode toJson(Dialect dialect, Function<Target, JsonNode> written) {
        ObjectNode json = Header.toJson(this, RoleName.TARGETS, dialect);
        ObjectNode listed = json.putObject("targets");
        targets.forEach((name, target) -> listed.set(name.value(), written.apply(target)));
        delegations.ifPresent(to -> json.set("delegations", to.toJson(dialect)));
        unrecognised.addTo(json);
        return json;
    }
}
