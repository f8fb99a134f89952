package io.otalite.rotation.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.links.Edge.Evidence;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One chain, from an ExternalSecret over a Secret with a key to the account of Google, and the workload that uses it. */
class LinkGraphTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String EMAIL = "backup@acme.iam.gserviceaccount.com";
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final ObjectRef OLD = new ObjectRef(Kinds.REPLICA_SET, "shop", "api-1");
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "storage");
    private static final ObjectRef OLD_SECRET = new ObjectRef(Kinds.SECRET, "shop", "old-storage");
    private static final ObjectRef KEY = new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "k1");
    private static final ObjectRef ACCOUNT = new ObjectRef(Kinds.GOOGLE_ACCOUNT, "acme", EMAIL);
    private static final ObjectRef IMAGE = new ObjectRef(Kinds.IMAGE, "", "registry.test/api:1");
    private static final ObjectRef WRITER = new ObjectRef(Kinds.EXTERNAL_SECRET, "shop", "storage");

    private final MutableClock clock = new MutableClock(NOW);
    private final TestWorld world = new TestWorld(clock).with("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api, namespace: shop, uid: d1, resourceVersion: "7"}
            spec:
              template:
                spec:
                  containers:
                    - name: api
                      image: registry.test/api:1
                      env: [{name: KEY, valueFrom: {secretKeyRef: {name: storage, key: key.json, optional: true}}}]
            """, """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: api-1
              namespace: shop
              uid: r1
              ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: d1, controller: true}]
            spec: {template: {spec: {containers: [{name: api, envFrom: [{secretRef: {name: old-storage}}]}]}}}
            """, """
            apiVersion: v1
            kind: Secret
            metadata:
              name: storage
              namespace: shop
              ownerReferences: [{apiVersion: external-secrets.io/v1, kind: ExternalSecret, name: storage, uid: e1}]
            stringData: {key.json: '{"private_key_id": "k1", "client_email": "%s"}'}
            """.formatted(EMAIL), """
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: storage, namespace: shop, uid: e1}
            spec: {target: {name: storage}}
            """, """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: stranger, namespace: other}
            spec: {template: {spec: {containers: [{name: c, envFrom: [{secretRef: {name: storage}}]}]}}}
            """);
    private final LinkGraph graph = new LinkGraph(world.world());

    @BeforeEach
    void google() {
        var meta = new Meta("", "", Optional.empty(), false, List.of(), Map.of());
        world.world().put(new GoogleKey(KEY, meta, "acme", false, Optional.empty(), "GOOGLE_PROVIDED"));
        world.world().put(new GoogleAccount(ACCOUNT, meta, "1", false, ""));
    }

    private record Link(ObjectRef from, String relation, ObjectRef to) {}

    private static final Link USES = new Link(API, "env_value", SECRET);
    private static final Link RUNS = new Link(API, "image", IMAGE);
    private static final Link RETAINS = new Link(API, "retains", OLD);
    private static final Link WOULD_USE = new Link(OLD, "env_from", OLD_SECRET);
    private static final Link HOLDS = new Link(SECRET, "google_key", KEY);
    private static final Link IS_OWNED = new Link(SECRET, "owned_by", WRITER);
    private static final Link WRITES = new Link(WRITER, "produces", SECRET);
    private static final Link IS_OF = new Link(KEY, "google_account", ACCOUNT);

    private static final List<Link> ACCOUNTS_OF_PODS = List.of(
            new Link(API, "service_account", new ObjectRef(Kinds.SERVICE_ACCOUNT, "shop", "default")),
            new Link(OLD, "service_account", new ObjectRef(Kinds.SERVICE_ACCOUNT, "shop", "default")));

    /** Without the accounts that every pod runs as. */
    private List<Link> around(ObjectRef node) {
        return graph.around(node).stream()
                .map(edge -> new Link(edge.from(), edge.relation(), edge.to()))
                .filter(link -> !ACCOUNTS_OF_PODS.contains(link))
                .toList();
    }

    @Test
    void fromAWorkloadDownToTheAccount() {
        assertThat(around(API))
                .containsExactlyInAnyOrder(USES, RUNS, RETAINS, WOULD_USE, HOLDS, IS_OWNED, WRITES, IS_OF);
    }

    @Test
    void fromASecretBothWays() {
        assertThat(around(SECRET)).containsExactlyInAnyOrder(USES, HOLDS, IS_OWNED, WRITES, IS_OF);
    }

    @Test
    void fromAKeyUpToTheWorkload() {
        assertThat(around(KEY)).containsExactlyInAnyOrder(IS_OF, HOLDS, USES, WRITES);
    }

    @Test
    void fromAnAccountUpToTheWorkload() {
        assertThat(around(ACCOUNT)).containsExactlyInAnyOrder(IS_OF, HOLDS, USES, WRITES);
    }

    @Test
    void fromAnImageToWhoRunsIt() {
        assertThat(around(IMAGE)).containsExactly(RUNS);
    }

    @Test
    void fromAProducerToItsSecretAndItsUsers() {
        assertThat(around(WRITER)).containsExactlyInAnyOrder(WRITES, HOLDS, IS_OF, IS_OWNED, USES);
    }

    @Test
    void fromASecretThatOnlyARevisionNeedsUpToTheWorkload() {
        assertThat(around(OLD_SECRET)).containsExactlyInAnyOrder(WOULD_USE, RETAINS);
    }

    @Test
    void aLinkSaysWhereItStandsAndWhatItWasReadFrom() {
        // Given
        clock.pass(Duration.ofMinutes(5));
        world.world().see(Scope.everywhere(Kinds.DEPLOYMENT));
        clock.pass(Duration.ofMinutes(5));

        // When
        var edges = graph.around(API);

        // Then
        assertThat(edges)
                .filteredOn(edge -> edge.relation().equals("env_value"))
                .containsExactly(new Edge(
                        API,
                        SECRET,
                        "env_value",
                        "/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef",
                        "key.json",
                        true,
                        Evidence.FIELD,
                        "7",
                        NOW.plus(Duration.ofMinutes(5))));
        assertThat(evidence(edges, "google_key")).isEqualTo(Evidence.CONTENT);
        assertThat(evidence(edges, "google_account")).isEqualTo(Evidence.IAM);
        assertThat(evidence(edges, "retains")).isEqualTo(Evidence.OWNER);
        assertThat(evidence(edges, "owned_by")).isEqualTo(Evidence.OWNER);
    }

    private static Evidence evidence(List<Edge> edges, String relation) {
        return edges.stream()
                .filter(edge -> edge.relation().equals(relation))
                .findFirst()
                .orElseThrow()
                .evidence();
    }

    @Test
    void theViewOfANamespaceTellsTheAgeThere() {
        // Given
        clock.pass(Duration.ofMinutes(5));
        world.world().see(new Scope(Kinds.SECRET, "shop"));

        // When
        var edges = graph.around(KEY);

        // Then
        assertThat(edges)
                .filteredOn(edge -> edge.from().equals(SECRET))
                .extracting(Edge::asOf)
                .containsOnly(NOW.plus(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "other"})
    void allLinksOfANamespaceAreInTheOrderOfTheirIds(String namespace) {
        // When
        var edges = graph.all(namespace);

        // Then
        assertThat(edges).isNotEmpty().extracting(Edge::id).isSorted().doesNotHaveDuplicates();
        assertThat(edges)
                .allMatch(edge -> namespace.isEmpty() || edge.from().namespace().equals(namespace));
        assertThat(graph.all(namespace)).isEqualTo(edges);
    }

    @Test
    void whatIsOnlyReferredToIsKnown() {
        assertThat(graph.knows(OLD_SECRET)).isTrue();
        assertThat(graph.knows(IMAGE)).isTrue();
        assertThat(graph.knows(new ObjectRef(Kinds.SECRET, "shop", "never"))).isFalse();
    }

    @Test
    void aKeyIsFoundByItsIdWhoeverHasIt() {
        // Given
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata: {name: copy, namespace: other}
                stringData: {key.json: '{"private_key_id": "k1", "client_email": "else@acme.iam.gserviceaccount.com"}'}
                """);

        // When
        var keys = graph.keys("k1");

        // Then
        assertThat(keys)
                .containsExactly(KEY, new ObjectRef(Kinds.GOOGLE_KEY, "else@acme.iam.gserviceaccount.com", "k1"));
        assertThat(graph.keys("k2")).isEmpty();
    }
}
