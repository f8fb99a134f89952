package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.Referrer.TemplateFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads kinds that a cluster has been taught. What looks like the specification of a pod is read as one; beside that only names of
 * fields are understood, and what they give is marked as inferred.
 */
final class CustomKinds {
    private static final Set<String> NAMES = Set.of("secretName", "credentialName", "existingSecret");
    private static final Set<String> OBJECTS =
            Set.of("secretRef", "secretKeyRef", "secretTargetRef", "certificateRefs");

    /** An object of a cluster has at most 1.5 MB; what lies deeper or comes later than this was made to be awkward. */
    private static final int DEEPEST = 48;

    private static final int MOST_REFERENCES = 1_000;

    private final ObjectRef ref;
    private final List<Reference> references = new ArrayList<>();
    private TemplateFacts template = TemplateFacts.NONE;
    private boolean hasTemplate;

    private CustomKinds(ObjectRef ref) {
        this.ref = ref;
    }

    static Observed read(ObjectRef ref, JsonNode object) {
        var kind = new CustomKinds(ref);
        kind.walk(object.path("spec"), "/spec", 0);
        var meta = Meta.of(object);
        if (kind.references.isEmpty()) {
            return new Plain(ref, meta, Map.of());
        }
        var role = kind.hasTemplate ? Role.WORKLOAD : Role.CUSTOM;
        return new Referrer(
                ref,
                meta,
                role,
                1,
                0,
                kind.references,
                kind.template,
                ObjectReader.optionalUses(meta),
                Optional.empty());
    }

    private void walk(JsonNode node, String at, int depth) {
        if (depth > DEEPEST || references.size() > MOST_REFERENCES) {
            return;
        }
        if (looksLikePod(node)) {
            hasTemplate = true;
            var read = TemplateReader.read(node, at, ref.namespace());
            references.addAll(read.references());
            template = read.facts();
            return;
        }
        TemplateReader.each(node, at, (element, place) -> walk(element, place, depth + 1));
        for (var member : node.properties()) {
            var place = at + '/' + Pointer.escape(member.getKey());
            member(member.getKey(), member.getValue(), at, place);
            walk(member.getValue(), place, depth + 1);
        }
    }

    private void member(String name, JsonNode value, String at, String place) {
        if (NAMES.contains(name) && value.isTextual()) {
            add(ref.namespace(), value.asText(), "", at, name);
        } else if (OBJECTS.contains(name) || name.endsWith("SecretRef")) {
            if (value.isArray()) {
                TemplateReader.each(value, place, this::object);
            } else {
                object(value, place);
            }
        }
    }

    private void object(JsonNode value, String place) {
        var kind = value.path("kind").asText();
        if (kind.isEmpty() || kind.equals(Kinds.SECRET)) {
            var namespace = value.path("namespace").asText();
            add(
                    namespace.isEmpty() ? ref.namespace() : namespace,
                    value.path("name").asText(),
                    value.path("key").asText(),
                    place,
                    "name");
        }
    }

    private void add(String namespace, String name, String key, String place, String field) {
        if (!name.isEmpty()) {
            var target = new ObjectRef(Kinds.SECRET, namespace, name);
            var needed = key.isEmpty() ? null : key;
            references.add(new Reference(Use.INFERRED, target, needed, false, place, field, Place.POD));
        }
    }

    private static boolean looksLikePod(JsonNode node) {
        var first = node.path("containers").path(0);
        return first.path("image").isTextual();
    }
}
