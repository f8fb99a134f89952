package io.otalite.emulator.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otalite.emulator.cluster.admission.ClusterAdmission;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.patch.Patching.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches on their whole way: patch, owners, admission, store. */
class PatchFlowTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectKey DEPLOYMENT = new ObjectKey(Kinds.DEPLOYMENT, "shop", "web");
    private static final ObjectKey MAP = new ObjectKey(Kinds.CONFIG_MAP, "shop", "settings");
    private static final String WEB =
            "{apiVersion: apps/v1, kind: Deployment, spec: {selector: {matchLabels: {app: web}},"
                    + " template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: 'web:1',"
                    + " resources: {limits: {cpu: 1000m}}}]}}}}";

    private final Objects objects = new Objects(Clock.systemUTC(), new ClusterAdmission(), Journal.none());
    private final Patches patches = new Patches(Clock.systemUTC());

    @BeforeEach
    void namespace() {
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), yaml("{}"), Write.FOR_REAL);
    }

    /** A patch of each type that says what is so already, in its own words. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            application/merge-patch+json           | {"spec":{"replicas":1,"paused":false}}
            application/json-patch+json            | [{"op":"replace","path":"/spec/replicas","value":1}]
            application/strategic-merge-patch+json | {"spec":{"template":{"spec":{"containers":[{"name":"main","resources":{"limits":{"cpu":"1000m"}}}]}}}}
            application/strategic-merge-patch+json | {"spec":{"template":{"spec":{"volumes":[],"$setElementOrder/containers":[{"name":"main"}]}}}}
            """)
    void aPatchThatChangesNothingTakesNoVersion(String type, String patch) {
        // Given
        var created = create(WEB);

        // When
        var patched = patch(DEPLOYMENT, type, "kubectl-patch", patch);

        // Then
        assertThat(patched).isSameAs(created);
    }

    @Test
    void anApplyIsUnchangedTheSecondTime() {
        // Given
        var applied = apply(DEPLOYMENT, "kubectl", WEB);

        // When
        var again = apply(DEPLOYMENT, "kubectl", WEB);

        // Then
        assertThat(again).isSameAs(applied);
        assertThat(Metadata.generation(again)).isEqualTo(1);
    }

    @Test
    void aDefaultBelongsToWhoeverCreated() {
        // Given
        create(WEB);

        // Then
        assertThatThrownBy(() ->
                        apply(DEPLOYMENT, "scaler", "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}}"))
                .hasMessageStartingWith(
                        "Apply failed with 1 conflict: conflict with \"kubectl-create\" using apps/v1 at ")
                .hasMessageEndingWith(": .spec.replicas");
    }

    @Test
    void whatIsNoLongerAppliedGetsItsDefaultAgain() {
        // Given
        apply(DEPLOYMENT, "kubectl", WEB.replace("spec: {selector", "spec: {replicas: 5, selector"));

        // When
        var after = apply(DEPLOYMENT, "kubectl", WEB);

        // Then
        assertThat(after.path("spec").path("replicas").asInt()).isEqualTo(1);
        assertThat(Metadata.generation(after)).isEqualTo(2);
    }

    @Test
    void aStaleVersionInAPatchIsAConflict() {
        // Given
        create(WEB);

        // Then
        assertThatThrownBy(() -> patch(
                        DEPLOYMENT, "application/merge-patch+json", "a", "{\"metadata\":{\"resourceVersion\":\"1\"}}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo("Conflict"));
    }

    /** What a patch makes of an object that no type of its kind can hold. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            application/json-patch+json  | [{"op":"replace","path":"/spec","value":[]}]
            application/json-patch+json  | [{"op":"replace","path":"/spec/template/spec/containers/0","value":"x"}]
            application/merge-patch+json | {"spec":{"template":{"spec":"x"}}}
            application/merge-patch+json | {"metadata":{"labels":[1]}}
            """)
    void aPatchThatBreaksTheTypesIsRefused(String type, String patch) {
        // Given
        create(WEB);

        // Then
        assertThatThrownBy(() -> patch(DEPLOYMENT, type, "a", patch))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(400));
    }

    @Test
    void anUnknownFieldIsNotKept() {
        // Given
        objects.create(MAP, yaml("{}"), Write.FOR_REAL);

        // When
        var patched = patch(MAP, "application/merge-patch+json", "a", "{\"foo\":{\"bar\":1}}");

        // Then
        assertThat(patched.has("foo")).isFalse();
    }

    /** Three managers apply at random; a model of a few lines says what the map is and who owns what of it. */
    @RepeatedTest(30)
    void ownersShareAMapAsTheModelSays(RepetitionInfo repetition) {
        // Given
        var random = new Random(repetition.getCurrentRepetition());
        var owned = new HashMap<String, Map<String, String>>();
        var values = new TreeMap<String, String>();

        for (var step = 0; step < 12; step++) {
            var manager = "m" + random.nextInt(3);
            var wanted = new TreeMap<>(Map.of("a", Integer.toString(random.nextInt(2))));
            for (var field : new String[] {"b", "c", "d"}) {
                if (random.nextBoolean()) {
                    wanted.put(field, Integer.toString(random.nextInt(2)));
                }
            }
            var force = random.nextInt(4) == 0;
            var contested = owned.entrySet().stream()
                    .filter(other -> !other.getKey().equals(manager))
                    .flatMap(other -> other.getValue().keySet().stream())
                    .anyMatch(field ->
                            wanted.containsKey(field) && !wanted.get(field).equals(values.get(field)));

            // When
            var conflict = false;
            try {
                apply(manager, wanted, force);
            } catch (Refusal refusal) {
                conflict = refusal.code() == 409;
            }

            // Then
            assertThat(conflict).isEqualTo(contested && !force);
            if (!conflict) {
                settle(owned, values, manager, wanted);
            }
            var data = objects.get(MAP).map(map -> map.path("data")).orElseThrow();
            assertThat(data.properties().stream()
                            .map(e -> e.getKey() + e.getValue().asText()))
                    .containsExactlyInAnyOrderElementsOf(values.entrySet().stream()
                            .map(e -> e.getKey() + e.getValue())
                            .toList());
        }
    }

    private static void settle(
            Map<String, Map<String, String>> owned,
            Map<String, String> values,
            String manager,
            Map<String, String> wanted) {
        var before = owned.getOrDefault(manager, Map.of());
        owned.values()
                .forEach(fields -> fields.keySet()
                        .removeIf(field ->
                                wanted.containsKey(field) && !wanted.get(field).equals(values.get(field))));
        owned.put(manager, new TreeMap<>(wanted));
        before.keySet().stream()
                .filter(field -> owned.values().stream().noneMatch(fields -> fields.containsKey(field)))
                .forEach(values::remove);
        values.putAll(wanted);
    }

    private void apply(String manager, Map<String, String> wanted, boolean force) {
        var body = yaml("{apiVersion: v1, kind: ConfigMap}");
        wanted.forEach(body.putObject("data")::put);
        var request = new Request(
                "application/apply-patch+yaml", body.toString().getBytes(StandardCharsets.UTF_8), manager, "", force);
        if (objects.get(MAP).isEmpty()) {
            objects.create(MAP, patches.apply(MAP, request, null), Write.FOR_REAL);
        } else {
            objects.update(MAP, old -> patches.apply(MAP, request, old));
        }
    }

    private ObjectNode create(String object) {
        var wanted = ManagedFields.recordUpdate(DEPLOYMENT, null, yaml(object), "kubectl-create", "", Instant.now());
        return objects.create(DEPLOYMENT, wanted, Write.FOR_REAL);
    }

    private ObjectNode patch(ObjectKey key, String type, String manager, String body) {
        var request = new Request(type, body.getBytes(StandardCharsets.UTF_8), manager, "", false);
        return objects.update(
                key,
                Part.MAIN,
                old -> ManagedFields.recordUpdate(
                        key, old, patches.apply(key, request, old), manager, "", Instant.now()),
                Write.FOR_REAL);
    }

    private ObjectNode apply(ObjectKey key, String manager, String object) {
        var request = new Request(
                "application/apply-patch+yaml", object.getBytes(StandardCharsets.UTF_8), manager, "", false);
        return objects.get(key).isEmpty()
                ? objects.create(key, patches.apply(key, request, null), Write.FOR_REAL)
                : objects.update(key, old -> patches.apply(key, request, old));
    }

    private static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
