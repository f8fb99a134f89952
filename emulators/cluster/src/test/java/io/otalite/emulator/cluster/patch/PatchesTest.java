package io.otalite.emulator.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.Patching.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectKey MAP = new ObjectKey(Kinds.CONFIG_MAP, "shop", "settings");

    private final Patches patches = new Patches(Clock.systemUTC());

    /** Content type, what is there, the patch, what comes out. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            merge-patch           | {"data":{"a":"x","b":"y"}}  | {"data":{"a":null,"c":"z"}}              | {"data":{"b":"y","c":"z"}}
            merge-patch           | {"data":{"a":"x"}}          | {"data":{"a":{"b":null,"c":1}}}          | {"data":{"a":{"c":1}}}
            merge-patch           | {"data":[1,2]}              | {"data":[3]}                             | {"data":[3]}
            json-patch            | {"data":{"a":"x"}}          | [{"op":"replace","path":"/data/a","value":"y"}] | {"data":{"a":"y"}}
            json-patch            | {"data":{"a":"x"}}          | [{"op":"test","path":"/data/a","value":"x"},{"op":"remove","path":"/data/a"}] | {"data":{}}
            strategic-merge-patch | {"data":{"a":"x","b":"y"}}  | {"data":{"a":null}}                      | {"data":{"b":"y"}}
            """)
    void aPatchMakesTheWantedObject(String type, String present, String patch, String expected) {
        // Given
        var old = json(present);

        // When
        var wanted = patches.apply(MAP, request("application/" + type + "+json", patch), old);

        // Then
        assertThat(wanted).isEqualTo(json(expected));
        assertThat(old).isEqualTo(json(present));
    }

    /** Content type, body, and the code of the refusal. */
    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            application/merge-patch+json           | {"data":      | 400
            application/merge-patch+json           | [1]           | 400
            application/merge-patch+json           | {} {}         | 400
            application/json-patch+json            | {"op":"add"}  | 400
            application/json-patch+json            | [{"op":"replace","path":"/nope/x","value":1}] | 422
            application/json-patch+json            | [{"op":"test","path":"/data/a","value":"z"}]  | 422
            application/json-patch+json            | [{"op":"fly","path":"/data"}]  | 422
            application/json-patch+json            | [{"op":"add","path":"data","value":1}]  | 422
            application/json-patch+json            | [{"op":"add","path":"/data"}]  | 422
            application/json-patch+json            | [{"path":"/data"}]  | 422
            application/json-patch+json            | [1]           | 422
            application/json-patch+json            | [{"op":"replace","path":"","value":1}] | 400
            application/json-patch+json            | [{"op":"move","from":"/x","path":"/y"}] | 422
            application/json-patch+json            | [{"op":"add","path":"/data/~9","value":"x"}] | 422
            application/json-patch+json            | [{"op":"add","path":"/list/7","value":"x"}] | 422
            application/json-patch+json            | [{"op":"add","path":"/list/x","value":"x"}] | 422
            application/strategic-merge-patch+json | nonsense      | 400
            application/apply-patch+yaml           | {a: [}        | 400
            application/apply-patch+yaml           | {data: {}}    | 400
            text/plain                             | {}            | 415
            """)
    void whatIsNoPatchIsRefused(String type, String body, int code) {
        // Given
        var old = json("{\"data\":{\"a\":\"x\"},\"list\":[1]}");

        // Then
        assertThatThrownBy(() -> patches.apply(MAP, request(type, body), old))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void onlyAServerSideApplyCreates() {
        // Given
        var apply = request("application/apply-patch+yaml", "{apiVersion: v1, kind: ConfigMap, data: {a: x}}");

        // When
        var created = patches.apply(MAP, apply, null);

        // Then
        assertThat(created.path("data").path("a").asText()).isEqualTo("x");
        assertThatThrownBy(() -> patches.apply(MAP, request("application/merge-patch+json", "{}"), null))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(404));
    }

    @Test
    void copiesThatGrowWithoutEndAreStopped() {
        // Given
        var copy = "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/x\"}";
        var bomb = "[" + String.join(",", Collections.nCopies(40, copy.replace("/data/x", "/data/x%d"))) + "]";
        var numbered = bomb.formatted(IntStream.range(0, 40).boxed().toArray());

        // Then
        assertThatThrownBy(() -> patches.apply(
                        MAP, request("application/json-patch+json", numbered), json("{\"data\":{\"a\":\"x\"}}")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(413));
    }

    @Test
    void anApplyNeedsAName() {
        // Given
        var nameless =
                new Request("application/apply-patch+yaml", "{}".getBytes(StandardCharsets.UTF_8), "", "", false);

        // Then
        assertThatThrownBy(() -> patches.apply(MAP, nameless, null))
                .hasMessageContaining("fieldManager: Required value");
    }

    private static Request request(String type, String body) {
        return new Request(type, body.getBytes(StandardCharsets.UTF_8), "tester", "", false);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
