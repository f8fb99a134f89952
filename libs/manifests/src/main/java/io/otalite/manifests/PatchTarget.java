package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which objects a patch is for: every given part must match as a whole, as a regular expression. */
record PatchTarget(Map<String, Pattern> parts, LabelSelector labels) {
    private static final List<String> PARTS = List.of("group", "version", "kind", "namespace", "name");

    PatchTarget {
        parts = Map.copyOf(parts);
    }

    static PatchTarget of(Fields fields) {
        var parts = new HashMap<String, Pattern>();
        for (var part : PARTS) {
            fields.text(part).ifPresent(text -> parts.put(part, pattern(fields, part, text)));
        }
        var labels = fields.text("labelSelector").map(text -> LabelSelector.parse(text, fields.where()));
        fields.end();
        return new PatchTarget(parts, labels.orElse(LabelSelector.ALL));
    }

    private static Pattern pattern(Fields fields, String part, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw fields.refused(part, "is not a regular expression: " + e.getDescription());
        }
    }

    boolean matches(JsonNode object) {
        var id = ObjectId.of(object);
        return matches("group", id.group())
                && matches("version", id.version())
                && matches("kind", id.kind())
                && matches("namespace", id.namespace())
                && matches("name", id.name())
                && labels.matches(object.path("metadata").path("labels"));
    }

    private boolean matches(String part, String value) {
        var pattern = parts.get(part);
        return pattern == null || pattern.matcher(value).matches();
    }
}
