package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import java.util.stream.Stream;

/**
 * Decides by the roles and bindings in the store, as Kubernetes does: what no rule allows is forbidden, and there is no rule
 * that forbids. Thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">RBAC</a>
 */
public final class Roles {
    private final Objects objects;

    public Roles(Objects objects) {
        this.objects = objects;
    }

    public boolean allow(Caller caller, Attempt attempt) {
        if (caller.groups().contains(Groups.MASTERS)) {
            return true;
        }
        return rules(caller, attempt instanceof OnObjects on ? on.namespace() : "")
                .map(Rule::of)
                .anyMatch(rule -> rule.allows(attempt));
    }

    /**
     * The rules that are bound to the caller, as they stand in the roles.
     *
     * @param namespace empty for those of the cluster alone
     */
    public Stream<JsonNode> rules(Caller caller, String namespace) {
        var ofCluster = objects.list(Kinds.CLUSTER_ROLE_BINDING, "").items().stream()
                .filter(binding -> binds(binding, "", caller))
                .flatMap(binding -> rulesOf(binding, ""));
        if (namespace.isEmpty()) {
            return ofCluster;
        }
        var ofNamespace = objects.list(Kinds.ROLE_BINDING, namespace).items().stream()
                .filter(binding -> binds(binding, namespace, caller))
                .flatMap(binding -> rulesOf(binding, namespace));
        return Stream.concat(ofCluster, ofNamespace);
    }

    private static boolean binds(ObjectNode binding, String namespace, Caller caller) {
        return binding.path("subjects").valueStream().anyMatch(subject -> isSubject(subject, namespace, caller));
    }

    private static boolean isSubject(JsonNode subject, String namespace, Caller caller) {
        var name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "User" -> name.equals(caller.username());
            case "Group" -> caller.groups().contains(name);
            case "ServiceAccount" ->
                new ServiceAccountName(subject.path("namespace").asText(namespace), name)
                        .username()
                        .equals(caller.username());
            default -> false;
        };
    }

    private Stream<JsonNode> rulesOf(ObjectNode binding, String namespace) {
        var reference = binding.path("roleRef");
        var name = reference.path("name").asText();
        return switch (reference.path("kind").asText()) {
            case "ClusterRole" ->
                objects.get(ObjectKey.inCluster(Kinds.CLUSTER_ROLE, name)).stream()
                        .flatMap(this::rulesOfClusterRole);
            case "Role" ->
                namespace.isEmpty()
                        ? Stream.empty()
                        : objects.get(new ObjectKey(Kinds.ROLE, namespace, name)).stream()
                                .flatMap(role -> role.path("rules").valueStream());
            default -> Stream.empty();
        };
    }

    /** Its own rules, or those of the cluster roles that it gathers by their labels. */
    private Stream<JsonNode> rulesOfClusterRole(ObjectNode role) {
        var selectors = role.path("aggregationRule").path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            return role.path("rules").valueStream();
        }
        return objects.list(Kinds.CLUSTER_ROLE, "").items().stream()
                .filter(other -> selectors
                        .valueStream()
                        .anyMatch(selector -> LabelSelector.of(selector).matches(Metadata.labels(other))))
                .flatMap(other -> other.path("rules").valueStream());
    }
}
