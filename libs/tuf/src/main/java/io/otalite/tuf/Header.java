package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The members that every role's signed object begins with (TUF 4.3 to 4.6). */
record Header(MetadataVersion version, Instant expires) {

    private static final Set<String> MEMBERS = Set.of("_type", "version", "expires");
    private static final String SUPPORTED_MAJOR = "1.";

    static Header parse(SignedMetadata file, RoleName role) {
        Members signed = file.members();
        if (!file.isOf(role)) {
            String expected = file.dialect().type(role);
            throw signed.refused("_type", "must be '" + expected + "', found " + Excerpt.of(file.type()));
        }
        if (file.dialect().specification().isPresent()
                && !signed.text("spec_version").startsWith(SUPPORTED_MAJOR)) {
            throw signed.refused("spec_version", "must be 1.x, found " + Excerpt.of(signed.text("spec_version")));
        }
        return new Header(signed.version("version"), signed.instant("expires"));
    }

    /** What is neither in a header nor one of the role's own members. */
    static UnknownMembers unknown(SignedMetadata file, String... own) {
        Set<String> known = new HashSet<>(MEMBERS);
        known.addAll(List.of(own));
        file.dialect().specification().ifPresent(_ -> known.add("spec_version"));
        return UnknownMembers.of(file.members(), known);
    }

    static ObjectNode toJson(RoleMetadata content, RoleName role, Dialect dialect) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("_type", dialect.type(role));
        dialect.specification().ifPresent(version -> json.put("spec_version", version));
        return json.put("version", content.version().value()).put("expires", MetadataTime.format(content.expires()));
    }
}
