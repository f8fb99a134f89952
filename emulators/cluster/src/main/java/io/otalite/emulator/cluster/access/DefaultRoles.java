package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import java.util.List;

/**
 * The roles that every cluster has, as far as our clients notice them: all for the masters, discovery and questions about
 * oneself for whoever has a token, health and version for everybody. The roles for people, {@code admin}, {@code edit} and
 * {@code view}, are not among them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings">Default
 *     roles</a>
 */
public final class DefaultRoles {
    private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz", "/version", "/version/");
    private static final List<String> DISCOVERY =
            List.of("/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*", "/version", "/version/");

    private final Objects objects;

    public DefaultRoles(Objects objects) {
        this.objects = objects;
    }

    /** Makes those that are missing; one that somebody has changed stays as it is. */
    public void ensure() {
        var all = rule("*");
        all.putArray("apiGroups").add("*");
        all.putArray("resources").add("*");
        var everywhere = rule("*");
        everywhere.putArray("nonResourceURLs").add("*");
        grant("cluster-admin", Groups.MASTERS, all, everywhere);
        grant("system:discovery", Groups.AUTHENTICATED, paths(DISCOVERY), paths(HEALTH));
        var aboutAccess = rule("create");
        aboutAccess.putArray("apiGroups").add("authorization.k8s.io");
        aboutAccess.putArray("resources").add("selfsubjectaccessreviews").add("selfsubjectrulesreviews");
        var aboutIdentity = rule("create");
        aboutIdentity.putArray("apiGroups").add("authentication.k8s.io");
        aboutIdentity.putArray("resources").add("selfsubjectreviews");
        grant("system:basic-user", Groups.AUTHENTICATED, aboutAccess, aboutIdentity);
        grant("system:public-info-viewer", Groups.UNAUTHENTICATED, paths(HEALTH));
    }

    private void grant(String role, String group, ObjectNode... rules) {
        var content = JsonNodeFactory.instance.objectNode();
        content.putArray("rules").addAll(List.of(rules));
        create(Kinds.CLUSTER_ROLE, role, content);
        var binding = JsonNodeFactory.instance.objectNode();
        binding.putArray("subjects")
                .addObject()
                .put("kind", "Group")
                .put("apiGroup", Kinds.CLUSTER_ROLE.group())
                .put("name", group);
        binding.putObject("roleRef")
                .put("apiGroup", Kinds.CLUSTER_ROLE.group())
                .put("kind", Kinds.CLUSTER_ROLE.name())
                .put("name", role);
        create(Kinds.CLUSTER_ROLE_BINDING, role, binding);
    }

    private void create(Kind kind, String name, ObjectNode content) {
        var key = ObjectKey.inCluster(kind, name);
        if (objects.get(key).isEmpty()) {
            var object = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", kind.apiVersion())
                    .put("kind", kind.name());
            objects.create(key, object.setAll(content), Write.FOR_REAL);
        }
    }

    private static ObjectNode paths(List<String> paths) {
        var rule = rule("get");
        paths.forEach(rule.putArray("nonResourceURLs")::add);
        return rule;
    }

    private static ObjectNode rule(String verb) {
        var rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("verbs").add(verb);
        return rule;
    }
}
