package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Referrer.Role;
import java.util.ArrayList;

/** Reads Kubernetes' own kinds that name Secrets and hold no template of a pod. */
final class Routes {
    private Routes() {}

    static Referrer read(ObjectRef ref, JsonNode object) {
        var references = new ArrayList<Reference>();
        if (ref.kind().equals(Kinds.INGRESS)) {
            TemplateReader.each(
                    object.path("spec").path("tls"),
                    "/spec/tls",
                    (tls, at) ->
                            add(references, Use.TLS, ref, tls.path("secretName").asText(), at, "secretName"));
            return ObjectReader.referrer(ref, object, Role.ROUTE, references);
        }
        TemplateReader.each(object.path("rules"), "/rules", (rule, at) -> {
            for (var resource : rule.path("resources")) {
                if (resource.asText().equals("secrets")) {
                    TemplateReader.each(
                            rule.path("resourceNames"),
                            at + "/resourceNames",
                            (name, place) -> add(references, Use.NAMED_IN_ROLE, ref, name.asText(), place, ""));
                }
            }
        });
        return ObjectReader.referrer(ref, object, Role.HINT, references);
    }

    private static void add(
            ArrayList<Reference> references, Use use, ObjectRef from, String name, String at, String field) {
        if (!name.isEmpty()) {
            references.add(Reference.of(use, new ObjectRef(Kinds.SECRET, from.namespace(), name), at, field));
        }
    }
}
