package io.otalite.emulator.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otalite.emulator.cluster.admission.Defaults;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.Patching.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSideApplyTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectKey MAP = new ObjectKey(Kinds.CONFIG_MAP, "shop", "settings");
    private static final ObjectKey DEPLOYMENT = new ObjectKey(Kinds.DEPLOYMENT, "shop", "web");
    private static final ObjectKey SERVICE = new ObjectKey(Kinds.SERVICE, "shop", "web");

    private final Patches patches = new Patches(Clock.fixed(NOW, ZoneOffset.UTC));

    /** Two managers apply one after the other; what the ConfigMap has then, or with whom the second is in conflict. */
    @ParameterizedTest(name = "a: {0}, then b: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {x: '1'}          | {y: '2'}  | {x: '1', y: '2'}
            {x: '1'}          | {x: '1'}  | {x: '1'}
            {x: '1'}          | {x: '2'}  | conflict with "a": .data.x
            """)
    void twoManagersShareAnObject(String first, String second, String expected) {
        // Given
        var byA = apply(MAP, null, "a", "data: " + first);

        // When
        String outcome;
        try {
            outcome = apply(MAP, byA, "b", "data: " + second).path("data").toString();
        } catch (Refusal conflict) {
            outcome = conflict.getMessage().replace("Apply failed with 1 conflict: ", "");
        }

        // Then
        assertThat(outcome).isEqualTo(expected.startsWith("{") ? yaml(expected).toString() : expected);
    }

    /** What the first manager applied at first and applies at last, while the second has applied something between. */
    @ParameterizedTest(name = "a: {0}, b: {1}, a again: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            {x: '1', y: '2'} | {z: '3'}          | {x: '1'} | {x: '1', z: '3'}
            {x: '1', y: '2'} | {y: '2'}          | {x: '1'} | {x: '1', y: '2'}
            {x: '1'}         | {z: '3'}          | {}       | {z: '3'}
            """)
    void whatIsNoLongerAppliedGoesUnlessAnotherOwnsIt(String first, String other, String again, String expected) {
        // Given
        var shared = apply(MAP, apply(MAP, null, "a", "data: " + first), "b", "data: " + other);

        // When
        var after = apply(MAP, shared, "a", "data: " + again);

        // Then
        assertThat(after.path("data")).isEqualTo(yaml(expected));
    }

    @Test
    void aMapThatBecomesEmptyVanishes() {
        // Given
        var byA = apply(MAP, null, "a", "{metadata: {labels: {l: x}}, data: {x: '1'}}");

        // When
        var after = apply(MAP, byA, "a", "{}");

        // Then
        Defaults.complete(Kinds.CONFIG_MAP, after);
        assertThat(after.has("data")).isFalse();
        assertThat(after.path("metadata").has("labels")).isFalse();
    }

    @Test
    void forceTakesTheFieldAndTheOtherForgetsIt() {
        // Given
        var byA = apply(MAP, null, "a", "data: {x: '1', y: '2'}");

        // When
        var forced = patches.apply(MAP, request(MAP, "b", "data: {x: '9'}", true), byA);

        // Then
        assertThat(forced.path("data")).isEqualTo(yaml("{x: '9', y: '2'}"));
        assertThat(ownedBy(forced, "a").path("f:data")).isEqualTo(yaml("{'f:y': {}}"));
        assertThat(ownedBy(forced, "b").path("f:data")).isEqualTo(yaml("{'f:x': {}}"));
    }

    @Test
    void severalConflictsAreNamedByManagerAndField() {
        // Given
        var old = apply(MAP, apply(MAP, null, "a", "data: {x: '1', y: '2'}"), "b", "data: {z: '3'}");

        // Then
        assertThatThrownBy(() -> apply(MAP, old, "c", "data: {x: '8', y: '8', z: '8'}"))
                .hasMessage("""
                        Apply failed with 3 conflicts: conflicts with "a":
                        - .data.x
                        - .data.y
                        conflicts with "b":
                        - .data.z""")
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(409);
                    assertThat(refusal.status().path("details").path("causes").path(0))
                            .isEqualTo(yaml(
                                    "{reason: FieldManagerConflict, message: 'conflict with \"a\"', field: .data.x}"));
                });
    }

    @Test
    void anApplyThatChangesNothingIsNoWrite() {
        // Given
        var byA = apply(MAP, null, "a", "data: {x: '1'}");

        // When
        var later = new Patches(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC))
                .apply(MAP, request(MAP, "a", "data: {x: '1'}", false), byA);

        // Then
        assertThat(later).isEqualTo(byA);
    }

    @Test
    void aPlainWriteTakesWhatItChanges() {
        // Given
        var byA = apply(MAP, null, "a", "data: {x: '1', y: '2'}");
        var wanted = byA.deepCopy();
        wanted.withObjectProperty("data").put("x", "9").put("n", "0");

        // When
        var written = ManagedFields.recordUpdate(MAP, byA, wanted, "editor", "", NOW);

        // Then
        assertThat(ownedBy(written, "a").path("f:data")).isEqualTo(yaml("{'f:y': {}}"));
        assertThat(ownedBy(written, "editor").path("f:data")).isEqualTo(yaml("{'f:x': {}, 'f:n': {}}"));
        assertThatThrownBy(() -> apply(MAP, written, "a", "data: {x: '1', y: '2'}"))
                .hasMessage(
                        "Apply failed with 1 conflict: conflict with \"editor\" using v1 at 2026-01-02T03:04:05Z: .data.x");
    }

    @Test
    void aPlainWriteThatChangesNothingRecordsNothing() {
        // Given
        var byA = apply(MAP, null, "a", "data: {x: '1'}");

        // When
        var written = ManagedFields.recordUpdate(MAP, byA, byA.deepCopy(), "editor", "", NOW);

        // Then
        assertThat(written).isEqualTo(byA);
    }

    @Test
    void aCreationOwnsItsMapsAsAWhole() {
        // When
        var created = ManagedFields.recordUpdate(
                MAP, null, yaml("{metadata: {labels: {l: x}}, data: {x: '1'}}"), "kubectl-create", "", NOW);

        // Then
        assertThat(ownedBy(created, "kubectl-create"))
                .isEqualTo(yaml("{'f:data': {'.': {}, 'f:x': {}}, 'f:metadata': {'f:labels': {'.': {}, 'f:l': {}}}}"));
    }

    @Test
    void theStatusIsOwnedThroughItsOwnPath() {
        // Given
        var old = yaml("{spec: {replicas: 1}}");
        var wanted = yaml("{spec: {replicas: 5}, status: {replicas: 3}}");

        // When
        var written = ManagedFields.recordUpdate(DEPLOYMENT, old, wanted, "controller", "status", NOW);

        // Then
        assertThat(ownedBy(written, "controller")).isEqualTo(yaml("{'f:status': {'f:replicas': {}}}"));
    }

    @Test
    void aStatusInAnApplyIsNobodysBusiness() {
        // Given
        var live = ManagedFields.recordUpdate(
                DEPLOYMENT, null, yaml("{status: {replicas: 3}}"), "controller", "status", NOW);

        // When
        var applied = apply(DEPLOYMENT, live, "a", "{spec: {replicas: 1}, status: {replicas: 9}}");

        // Then
        assertThat(ownedBy(applied, "a")).isEqualTo(yaml("{'f:spec': {'f:replicas': {}}}"));
    }

    @Test
    void aClientMayRewriteTheOwners() {
        // Given
        var byA = apply(MAP, null, "a", "data: {x: '1'}");
        var wanted = byA.deepCopy();
        ((ObjectNode) Metadata.of(wanted).path("managedFields").path(0)).put("manager", "b");

        // When
        var written = ManagedFields.recordUpdate(MAP, byA, wanted, "kubectl", "", NOW);

        // Then
        assertThat(ownedBy(written, "b").path("f:data")).isEqualTo(yaml("{'f:x': {}}"));
        assertThat(Metadata.of(written).path("managedFields")).hasSize(1);
    }

    /** What a list is when two managers apply their elements one after the other. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            containers by name          | {spec: {template: {spec: {containers: [{name: m, image: i}]}}}} | {spec: {template: {spec: {containers: [{name: s, image: j}]}}}} | {spec: {template: {spec: {containers: [{name: m, image: i}, {name: s, image: j}]}}}}
            ports by port and protocol  | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53}]}]}}}} | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53, protocol: UDP}]}]}}}} | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}]}}}}
            the protocol is TCP         | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53}]}]}}}} | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53, protocol: TCP}]}]}}}} | {spec: {template: {spec: {containers: [{name: m, ports: [{containerPort: 53, protocol: TCP}]}]}}}}
            spread by key and policy    | {spec: {template: {spec: {topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: A}]}}}} | {spec: {template: {spec: {topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: B}]}}}} | {spec: {template: {spec: {topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: A}, {topologyKey: z, whenUnsatisfiable: B}]}}}}
            finalizers are a set        | {metadata: {finalizers: [a]}} | {metadata: {finalizers: [b]}} | {metadata: {finalizers: [a, b]}}
            """)
    void elementsOfAListAreOwnedOneByOne(String name, String first, String second, String expected) {
        // Given
        var byA = apply(DEPLOYMENT, null, "a", first);

        // When
        var after = apply(DEPLOYMENT, byA, "b", second);

        // Then
        var parts = List.of("metadata", "spec");
        var wanted = yaml(expected);
        for (var part : parts) {
            var found = after.path(part).deepCopy();
            if (found instanceof ObjectNode object) {
                object.remove("managedFields");
            }
            assertThat(found.isEmpty() ? null : found).as(name).isEqualTo(wanted.get(part));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            args        | {spec: {template: {spec: {containers: [{name: m, args: [a]}]}}}} | {spec: {template: {spec: {containers: [{name: m, args: [b]}]}}}} | .spec.template.spec.containers[name="m"].args
            a selector  | {spec: {selector: {matchLabels: {a: x}}}} | {spec: {selector: {matchLabels: {b: y}}}} | .spec.selector
            a key ref   | {spec: {template: {spec: {containers: [{name: m, env: [{name: E, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]}}}} | {spec: {template: {spec: {containers: [{name: m, env: [{name: E, valueFrom: {secretKeyRef: {name: s, key: l}}}]}]}}}} | .spec.template.spec.containers[name="m"].env[name="E"].valueFrom.secretKeyRef
            """)
    void whatIsAtomicConflictsAsAWhole(String name, String first, String second, String field) {
        // Given
        var byA = apply(DEPLOYMENT, null, "a", first);

        // Then
        assertThatThrownBy(() -> apply(DEPLOYMENT, byA, "b", second))
                .as(name)
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\": " + field);
    }

    @Test
    void conditionsOfAJobAreAtomic() {
        // Given
        var fields = TypedFields.of(Place.root(Kinds.JOB), yaml("{status: {conditions: [{type: Complete}]}}"));

        // Then
        assertThat(fields.paths()).extracting(FieldPath::toString).containsExactly(".status.conditions");
    }

    @Test
    void aStructThatNobodyOwnsGoesWithItsDefaults() {
        // Given
        var probe = "readinessProbe: {httpGet: {port: 80}}";
        var byA = apply(DEPLOYMENT, null, "a", template("containers: [{name: m, image: i, " + probe + "}]"));
        Defaults.complete(Kinds.DEPLOYMENT, byA);

        // When
        var after = apply(DEPLOYMENT, byA, "a", template("containers: [{name: m, image: i}]"));

        // Then
        var container = after.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0);
        assertThat(container.has("readinessProbe")).isFalse();
        assertThat(container.path("image").asText()).isEqualTo("i");
    }

    @Test
    void anElementGoesWithWhatOthersChangedInIt() {
        // Given
        var byA = apply(DEPLOYMENT, null, "a", template("containers: [{name: m, image: i}, {name: s, image: i}]"));
        var edited = byA.deepCopy();
        ((ObjectNode) edited.path("spec")
                        .path("template")
                        .path("spec")
                        .path("containers")
                        .path(1))
                .put("image", "j");
        var live = ManagedFields.recordUpdate(DEPLOYMENT, byA, edited, "editor", "", NOW);

        // When
        var after = apply(DEPLOYMENT, live, "a", template("containers: [{name: m, image: i}]"));

        // Then
        assertThat(after.path("spec").path("template").path("spec").path("containers"))
                .hasSize(1);
        assertThat(Metadata.of(after)
                        .path("managedFields")
                        .valueStream()
                        .map(e -> e.path("manager").asText()))
                .contains("a");
    }

    @Test
    void annotationsOfTheControllersStayWhenTheAppliedOnesGo() {
        // Given
        var byA = apply(DEPLOYMENT, null, "a", "metadata: {annotations: {mine: x}}");
        Metadata.of(byA).withObjectProperty("annotations").put("deployment.kubernetes.io/revision", "1");

        // When
        var after = apply(DEPLOYMENT, byA, "a", "spec: {replicas: 1}");

        // Then
        assertThat(Metadata.annotations(after)).containsOnlyKeys("deployment.kubernetes.io/revision");
    }

    @Test
    void portsOfAServiceAreKeyedByPortAndProtocol() {
        // When
        var applied = apply(SERVICE, null, "a", "spec: {ports: [{port: 80}, {port: 80, protocol: UDP}]}");

        // Then
        assertThat(ownedBy(applied, "a").path("f:spec").path("f:ports").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "k:{\"port\":80,\"protocol\":\"TCP\"}", "k:{\"port\":80,\"protocol\":\"UDP\"}");
    }

    @ParameterizedTest(name = "live {0}, applied {1}")
    @CsvSource(textBlock = """
            a b c, b,     a b c
            a b c, d,     a b c d
            a b c, c a,   b c a
            a b c, d b,   a d b c
            a b,   b c a, b c a
            """)
    void whatTheServerHasKeepsItsPlace(String live, String applied, String expected) {
        // When
        var order = TypedFields.mergedOrder(elements(live), elements(applied));

        // Then
        assertThat(order).containsExactlyElementsOf(elements(expected));
    }

    @Test
    void fieldsV1IsReadAsItIsWritten() {
        // Given
        var fields = TypedFields.of(
                Place.root(Kinds.DEPLOYMENT),
                yaml(
                        "{metadata: {finalizers: [f], labels: {a: b}}, spec: {template: {spec: {containers: [{name: m}]}}}}"));

        // Then
        assertThat(FieldSet.parse(fields.toFieldsV1())).isEqualTo(fields);
    }

    private static List<PathElement> elements(String names) {
        return List.of(names.split(" ", -1)).stream()
                .<PathElement>map(PathElement.Named::new)
                .toList();
    }

    private static String template(String spec) {
        return "spec: {template: {spec: {" + spec + "}}}";
    }

    private ObjectNode apply(ObjectKey key, ObjectNode old, String manager, String fields) {
        return patches.apply(key, request(key, manager, fields, false), old);
    }

    private static Request request(ObjectKey key, String manager, String fields, boolean force) {
        var body = yaml(fields)
                .put("apiVersion", key.kind().apiVersion())
                .put("kind", key.kind().name());
        return new Request(
                "application/apply-patch+yaml", body.toString().getBytes(StandardCharsets.UTF_8), manager, "", force);
    }

    private static JsonNode ownedBy(ObjectNode object, String manager) {
        return Metadata.of(object)
                .path("managedFields")
                .valueStream()
                .filter(entry -> entry.path("manager").asText().equals(manager))
                .findFirst()
                .orElseThrow()
                .path("fieldsV1");
    }

    private static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
