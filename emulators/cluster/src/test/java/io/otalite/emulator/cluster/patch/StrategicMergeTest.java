package io.otalite.emulator.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.schema.Schemas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Names of containers: what the server has, what the patch says, in which order, and what comes out. */
    @ParameterizedTest(name = "{0} + {1} ordered {2} = {3}")
    @CsvSource(nullValues = "-", textBlock = """
            a b c,  b,      -,        a b c
            a b c,  c a,    -,        b c a
            a b c,  d,      -,        d a b c
            a b c,  d b,    -,        d a b c
            a b c,  b d,    -,        a b d c
            a b c,  c d,    -,        a b c d
            a b,    c d,    -,        c d a b
            a b c,  b,      c b a,    c b a
            a b c,  d,      a d,      a d b c
            a b c,  d,      d c,      d a b c
            a b c,  -,      c a,      b c a
            -,      a b,    -,        a b
            """)
    void theOrderOfElementsIsThePatchsInterleavedWithTheServers(
            String present, String patched, String order, String expected) {
        // Given
        var target = pod(present);
        var patch = pod(patched);
        if (order != null) {
            var list = ((ObjectNode) patch.withObjectProperty("spec")).putArray("$setElementOrder/containers");
            names(order).forEach(name -> list.addObject().put("name", name));
        }

        // When
        var merged = merge(Kinds.POD, target, patch);

        // Then
        assertThat(merged.path("spec")
                        .path("containers")
                        .valueStream()
                        .map(c -> c.path("name").asText()))
                .containsExactlyElementsOf(names(expected));
    }

    /** One row: where, what is there, what the patch says, what comes out. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a field merges                | {spec: {replicas: 1, paused: true}} | {spec: {replicas: 2}} | {spec: {replicas: 2, paused: true}}
            null deletes                  | {spec: {replicas: 1, paused: true}} | {spec: {paused: null}} | {spec: {replicas: 1}}
            null of nothing is nothing    | {spec: {replicas: 1}} | {spec: {paused: null, strategy: {type: null}}} | {spec: {replicas: 1, strategy: {}}}
            replace a map                 | {spec: {strategy: {type: A, rollingUpdate: {maxSurge: 1}}}} | {spec: {strategy: {$patch: replace, type: B}}} | {spec: {strategy: {type: B}}}
            delete a map                  | {spec: {strategy: {type: A}}} | {spec: {strategy: {$patch: delete}}} | {spec: {strategy: {}}}
            retain keys                   | {spec: {strategy: {type: A, rollingUpdate: {maxSurge: 1}}}} | {spec: {strategy: {$retainKeys: [type], type: B}}} | {spec: {strategy: {type: B}}}
            annotations merge             | {metadata: {annotations: {a: x, b: y}}} | {metadata: {annotations: {b: z, a: null}}} | {metadata: {annotations: {b: z}}}
            finalizers are a set          | {metadata: {finalizers: [a, b]}} | {metadata: {finalizers: [b, c]}} | {metadata: {finalizers: [a, b, c]}}
            delete from a set             | {metadata: {finalizers: [a, b]}} | {metadata: {$deleteFromPrimitiveList/finalizers: [a]}} | {metadata: {finalizers: [b]}}
            conditions merge by type      | {status: {conditions: [{type: A, status: 'True'}]}} | {status: {conditions: [{type: A, reason: R}]}} | {status: {conditions: [{type: A, status: 'True', reason: R}]}}
            owners merge by uid           | {metadata: {ownerReferences: [{uid: u, name: a}]}} | {metadata: {ownerReferences: [{uid: u, controller: true}]}} | {metadata: {ownerReferences: [{uid: u, name: a, controller: true}]}}
            """)
    void aDeploymentMerges(String name, String present, String patch, String expected) {
        // When
        var merged = merge(Kinds.DEPLOYMENT, yaml(present), yaml(patch));

        // Then
        assertThat(merged).as(name).isEqualTo(yaml(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            env by name                   | env: [{name: A, value: x}, {name: B, value: y}] | env: [{name: B, value: z}] | env: [{name: A, value: x}, {name: B, value: z}]
            delete an element             | env: [{name: A, value: x}, {name: B, value: y}] | env: [{$patch: delete, name: A}] | env: [{name: B, value: y}]
            replace a list                | env: [{name: A, value: x}] | env: [{$patch: replace}, {name: C, value: y}] | env: [{name: C, value: y}]
            delete what is not there      | env: [{name: A, value: x}] | env: [{$patch: delete, name: Z}] | env: [{name: A, value: x}]
            ports by containerPort alone  | ports: [{containerPort: 80, protocol: TCP}] | ports: [{containerPort: 80, protocol: UDP}] | ports: [{containerPort: 80, protocol: UDP}]
            mounts by mountPath           | volumeMounts: [{mountPath: /a, name: v}] | volumeMounts: [{mountPath: /a, readOnly: true}] | volumeMounts: [{mountPath: /a, name: v, readOnly: true}]
            args are replaced             | args: [a, b] | args: [c] | args: [c]
            envFrom is replaced           | envFrom: [{secretRef: {name: a}}] | envFrom: [{secretRef: {name: b}}] | envFrom: [{secretRef: {name: b}}]
            """)
    void aContainerMerges(String name, String present, String patch, String expected) {
        // When
        var merged = merge(Kinds.POD, container(present), container(patch));

        // Then
        assertThat(merged).as(name).isEqualTo(container(expected));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Service         | ports: [{port: 80, protocol: TCP}]   | ports by port         | {spec: {ports: [{port: 80, name: a}]}} | {spec: {ports: [{port: 80, protocol: TCP, name: a}]}}
            Pod             | imagePullSecrets: [{name: a}]        | pull secrets by name  | {spec: {imagePullSecrets: [{name: b}]}} | {spec: {imagePullSecrets: [{name: b}, {name: a}]}}
            Pod             | tolerations: [{key: a}]              | tolerations replaced  | {spec: {tolerations: [{key: b}]}} | {spec: {tolerations: [{key: b}]}}
            Pod             | hostAliases: [{ip: 1.1.1.1, hostnames: [a]}] | aliases by ip | {spec: {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}} | {spec: {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}}
            """)
    void listsOfASpecMerge(String kind, String present, String name, String patch, String expected) {
        // When
        var merged = merge(Kinds.of("v1", kind).orElseThrow(), yaml("spec: {" + present + "}"), yaml(patch));

        // Then
        assertThat(merged).as(name).isEqualTo(yaml(expected));
    }

    @Test
    void pullSecretsOfAServiceAccountAreReplaced() {
        // When
        var merged = merge(
                Kinds.SERVICE_ACCOUNT,
                yaml("{secrets: [{name: a}], imagePullSecrets: [{name: a}]}"),
                yaml("{secrets: [{name: b}], imagePullSecrets: [{name: b}]}"));

        // Then
        assertThat(merged).isEqualTo(yaml("{secrets: [{name: b}, {name: a}], imagePullSecrets: [{name: b}]}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            400 | {spec: {strategy: {$patch: merge}}}                                  | Unknown patch directive "merge"
            400 | {spec: {strategy: {$retainKeys: [type], rollingUpdate: {}}}}         | $retainKeys
            400 | {metadata: {$deleteFromPrimitiveList/finalizers: a}}                 | must be a list
            400 | {spec: {$setElementOrder/x: 1}}                                      | must be a list
            400 | {spec: {$unknown: 1}}                                                | unknown directive
            422 | {status: {conditions: [{status: 'True'}]}}                           | does not contain declared merge key: type
            422 | {status: {conditions: [1]}}                                          | is no object
            400 | {status: {$setElementOrder/conditions: [{type: B}], conditions: [{type: A}]}} | doesn't match $setElementOrder
            """)
    void aPatchThatDoesNotFitIsRefused(int code, String patch, String message) {
        // Given
        var target =
                yaml("{metadata: {finalizers: [a]}, spec: {strategy: {type: A}}, status: {conditions: [{type: A}]}}");

        // Then
        assertThatThrownBy(() -> merge(Kinds.DEPLOYMENT, target, yaml(patch)))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @RepeatedTest(50)
    void mergingTwiceIsMergingOnceAndNothingIsLost(RepetitionInfo repetition) {
        // Given
        var random = new Random(repetition.getCurrentRepetition());
        var present = some(random);
        var patched = some(random);
        var patch = pod(String.join(" ", patched));

        // When
        var once = merge(Kinds.POD, pod(String.join(" ", present)), patch);

        // Then
        assertThat(merge(Kinds.POD, once.deepCopy(), patch)).isEqualTo(once);
        var names = once.path("spec")
                .path("containers")
                .valueStream()
                .map(c -> c.path("name").asText())
                .toList();
        assertThat(names).doesNotHaveDuplicates().containsAll(present).containsAll(patched);
        assertThat(names.stream().filter(patched::contains)).containsExactlyElementsOf(patched);
        assertThat(names.stream().filter(name -> !patched.contains(name)))
                .containsExactlyElementsOf(
                        present.stream().filter(name -> !patched.contains(name)).toList());
    }

    private static List<String> some(Random random) {
        var names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
        Collections.shuffle(names, random);
        return names.subList(0, 1 + random.nextInt(5));
    }

    private static ObjectNode merge(Kind kind, ObjectNode target, JsonNode patch) {
        return StrategicMerge.apply(Schemas.of(kind), target, (ObjectNode) patch.deepCopy());
    }

    private static ObjectNode pod(String containers) {
        var pod = yaml("spec: {}");
        if (containers != null) {
            ArrayNode list = pod.withObjectProperty("spec").putArray("containers");
            names(containers).forEach(name -> list.addObject().put("name", name));
        }
        return pod;
    }

    private static ObjectNode container(String fields) {
        return yaml("spec: {containers: [{name: main, " + fields + "}]}");
    }

    private static List<String> names(String names) {
        return List.of(names.split(" ", -1));
    }

    private static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
