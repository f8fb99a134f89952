package io.otalite.emulator.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Attempt.OnPath;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, by one rule at a time. */
class RolesTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();
    private static final Caller ROTATOR = new ServiceAccountName("shop", "rotator").caller("u1");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());
    private final Roles roles = new Roles(objects);

    @BeforeEach
    void namespaces() {
        for (var name : List.of("shop", "bank")) {
            objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, name), JSON.createObjectNode(), Write.FOR_REAL);
        }
    }

    @ParameterizedTest(name = "{0}/{1} {2}: {3} {4}.{5} {6} -> {7}")
    @CsvSource({
        // verbs    groups resources            | verb    resource            group name  allowed
        "get,        '',    secrets,              get,    secrets,            '',   s,    true",
        "get,        '',    secrets,              list,   secrets,            '',   '',   false",
        "*,          '',    secrets,              delete, secrets,            '',   s,    true",
        "get,        apps,  secrets,              get,    secrets,            '',   s,    false",
        "get,        *,     deployments,          get,    deployments,        apps, d,    true",
        "get,        apps,  deployments,          get,    deployments/scale,  apps, d,    false",
        "update,     apps,  deployments/scale,    update, deployments/scale,  apps, d,    true",
        "update,     apps,  */scale,              update, deployments/scale,  apps, d,    true",
        "update,     apps,  */scale,              update, deployments/status, apps, d,    false",
        "update,     apps,  deployments/scale,    update, deployments,        apps, d,    false",
        "patch,      apps,  *,                    patch,  deployments/status, apps, d,    true",
        "list,       '',    secrets,              watch,  secrets,            '',   '',   false",
    })
    void aRuleAllowsWhatItNamesAndNothingElse(
            String verbs,
            String groups,
            String resources,
            String verb,
            String resource,
            String group,
            String name,
            boolean allowed) {
        // Given
        role("{verbs: ['%s'], apiGroups: ['%s'], resources: ['%s']}".formatted(verbs, groups, resources));
        bind("{kind: 'ServiceAccount', name: 'rotator', namespace: 'shop'}");

        // When
        var verdict = roles.allow(ROTATOR, attempt(verb, group, resource, "shop", name));

        // Then
        assertThat(verdict).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: 'ServiceAccount', name: 'rotator', namespace: 'shop'}        | true",
                "{kind: 'ServiceAccount', name: 'rotator'}                           | true",
                "{kind: 'ServiceAccount', name: 'rotator', namespace: 'bank'}        | false",
                "{kind: 'ServiceAccount', name: 'other', namespace: 'shop'}          | false",
                "{kind: 'User', name: 'system:serviceaccount:shop:rotator'}          | true",
                "{kind: 'User', name: 'rotator'}                                     | false",
                "{kind: 'Group', name: 'system:serviceaccounts'}                     | true",
                "{kind: 'Group', name: 'system:serviceaccounts:shop'}                | true",
                "{kind: 'Group', name: 'system:serviceaccounts:bank'}                | false",
                "{kind: 'Group', name: 'system:authenticated'}                       | true",
                "{kind: 'Group', name: 'system:masters'}                             | false",
            })
    void aBindingMeansItsSubjects(String subject, boolean allowed) {
        // Given
        role("{verbs: ['get'], apiGroups: [''], resources: ['secrets']}");
        bind(subject);

        // When
        var verdict = roles.allow(ROTATOR, attempt("get", "", "secrets", "shop", "s"));

        // Then
        assertThat(verdict).isEqualTo(allowed);
    }

    @Test
    void aRoleReachesNoFurtherThanItsNamespace() {
        // When
        role("{verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets']}");
        bind("{kind: 'ServiceAccount', name: 'rotator', namespace: 'shop'}");

        // Then
        assertThat(roles.allow(ROTATOR, attempt("list", "", "secrets", "shop", "")))
                .isTrue();
        assertThat(roles.allow(ROTATOR, attempt("list", "", "secrets", "bank", "")))
                .isFalse();
        assertThat(roles.allow(ROTATOR, attempt("list", "", "secrets", "", ""))).isFalse();
    }

    @Test
    void resourceNamesAllowTheseObjectsAndNoCollection() {
        // When
        role("{verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine']}");
        bind("{kind: 'ServiceAccount', name: 'rotator', namespace: 'shop'}");

        // Then
        assertThat(roles.allow(ROTATOR, attempt("get", "", "secrets", "shop", "mine")))
                .isTrue();
        assertThat(roles.allow(ROTATOR, attempt("get", "", "secrets", "shop", "yours")))
                .isFalse();
        assertThat(roles.allow(ROTATOR, attempt("list", "", "secrets", "shop", "")))
                .isFalse();
    }

    @Test
    void aClusterRoleIsBoundToOneNamespaceOrToAll() {
        // Given
        create(Kinds.CLUSTER_ROLE, "reader", "{rules: [{verbs: ['get'], apiGroups: [''], resources: ['secrets']}]}");
        var reference = "roleRef: {kind: 'ClusterRole', name: 'reader'}";
        objects.create(
                new ObjectKey(Kinds.ROLE_BINDING, "shop", "b"),
                json("{subjects: [{kind: 'User', name: 'ann'}], %s}".formatted(reference)),
                Write.FOR_REAL);
        create(Kinds.CLUSTER_ROLE_BINDING, "b", "{subjects: [{kind: 'User', name: 'bob'}], %s}".formatted(reference));

        // Then
        var inShop = attempt("get", "", "secrets", "shop", "s");
        var inBank = attempt("get", "", "secrets", "bank", "s");
        assertThat(roles.allow(user("ann"), inShop)).isTrue();
        assertThat(roles.allow(user("ann"), inBank)).isFalse();
        assertThat(roles.allow(user("bob"), inShop)).isTrue();
        assertThat(roles.allow(user("bob"), inBank)).isTrue();
    }

    @Test
    void anAggregatedRoleHasTheRulesOfTheRolesItGathers() {
        // When
        create(
                Kinds.CLUSTER_ROLE,
                "all",
                "{aggregationRule: {clusterRoleSelectors: [{matchLabels: {gather: 'yes'}}]}}");
        create(
                Kinds.CLUSTER_ROLE,
                "part",
                "{metadata: {labels: {gather: 'yes'}}, rules: [{verbs: ['get'], apiGroups: [''], resources: ['pods']}]}");
        create(
                Kinds.CLUSTER_ROLE_BINDING,
                "b",
                "{subjects: [{kind: 'User', name: 'ann'}], roleRef: {kind: 'ClusterRole', name: 'all'}}");

        // Then
        assertThat(roles.allow(user("ann"), attempt("get", "", "pods", "shop", "p")))
                .isTrue();
        assertThat(roles.allow(user("ann"), attempt("get", "", "secrets", "shop", "s")))
                .isFalse();
    }

    @Test
    void anAggregatedRoleGathersNoMoreThanItsExpressionsSay() {
        // When
        create(
                Kinds.CLUSTER_ROLE,
                "all",
                "{aggregationRule: {clusterRoleSelectors: [{matchExpressions:"
                        + " [{key: 'gather', operator: 'In', values: ['yes']}]}]}}");
        create(
                Kinds.CLUSTER_ROLE,
                "part",
                "{metadata: {labels: {gather: 'yes'}}, rules: [{verbs: ['get'], apiGroups: [''], resources: ['pods']}]}");
        create(Kinds.CLUSTER_ROLE, "other", "{rules: [{verbs: ['get'], apiGroups: [''], resources: ['secrets']}]}");
        create(
                Kinds.CLUSTER_ROLE_BINDING,
                "b",
                "{subjects: [{kind: 'User', name: 'ann'}], roleRef: {kind: 'ClusterRole', name: 'all'}}");

        // Then
        assertThat(roles.allow(user("ann"), attempt("get", "", "pods", "shop", "p")))
                .isTrue();
        assertThat(roles.allow(user("ann"), attempt("get", "", "secrets", "shop", "s")))
                .isFalse();
    }

    @Test
    void pathsAreAllowedWholeOrByTheirBeginning() {
        // When
        create(Kinds.CLUSTER_ROLE, "paths", "{rules: [{verbs: ['get'], nonResourceURLs: ['/version', '/apis/*']}]}");
        create(
                Kinds.CLUSTER_ROLE_BINDING,
                "b",
                "{subjects: [{kind: 'User', name: 'ann'}], roleRef: {kind: 'ClusterRole', name: 'paths'}}");

        // Then
        assertThat(roles.allow(user("ann"), new OnPath("get", "/version"))).isTrue();
        assertThat(roles.allow(user("ann"), new OnPath("get", "/version/x"))).isFalse();
        assertThat(roles.allow(user("ann"), new OnPath("get", "/apis/apps/v1"))).isTrue();
        assertThat(roles.allow(user("ann"), new OnPath("post", "/version"))).isFalse();
    }

    @Test
    void aBindingToAMissingRoleAllowsNothing() {
        // When
        bind("{kind: 'ServiceAccount', name: 'rotator', namespace: 'shop'}");

        // Then
        assertThat(roles.allow(ROTATOR, attempt("get", "", "secrets", "shop", "s")))
                .isFalse();
    }

    @Test
    void mastersMayDoEverything() {
        assertThat(roles.allow(new Caller("root", "", List.of(Groups.MASTERS)), new OnPath("get", "/x")))
                .isTrue();
    }

    private void role(String rule) {
        objects.create(new ObjectKey(Kinds.ROLE, "shop", "r"), json("{rules: [%s]}".formatted(rule)), Write.FOR_REAL);
    }

    private void bind(String subject) {
        objects.create(
                new ObjectKey(Kinds.ROLE_BINDING, "shop", "r"),
                json("{subjects: [%s], roleRef: {kind: 'Role', name: 'r'}}".formatted(subject)),
                Write.FOR_REAL);
    }

    private void create(Kind kind, String name, String json) {
        objects.create(ObjectKey.inCluster(kind, name), json(json), Write.FOR_REAL);
    }

    private static Caller user(String name) {
        return new Caller(name, "", List.of(Groups.AUTHENTICATED));
    }

    private static Attempt attempt(String verb, String group, String resource, String namespace, String name) {
        var slash = resource.indexOf('/');
        return new OnObjects(
                verb,
                group,
                slash < 0 ? resource : resource.substring(0, slash),
                slash < 0 ? "" : resource.substring(slash + 1),
                namespace,
                name);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
