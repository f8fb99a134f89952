package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The members that every role's signed object begins with (TUF 4.3 to 4.6). */
record Header(MetadataVersion version, Instant expires) {

    private static final String SPECIFICATION = "1.0.34";
    private static final String SUPPORTED_MAJOR = "1.";

    static Header parse(Members signed, RoleName role) {
        if (!signed.text("_type").equals(role.json())) {
            throw signed.refused("_type", "must be '" + role.json() + "', found " + Excerpt.of(signed.text("_type")));
        }
        if (!signed.text("spec_version").startsWith(SUPPORTED_MAJOR)) {
            throw signed.refused("spec_version", "must be 1.x, found " + Excerpt.of(signed.text("spec_version")));
        }
        return new Header(signed.version("version"), signed.instant("expires"));
    }

    ObjectNode toJson(RoleName role) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_type", role.json())
                .put("spec_version", SPECIFICATION)
                .put("version", version.value())
                .put("expires", MetadataTime.format(expires));
    }
}
