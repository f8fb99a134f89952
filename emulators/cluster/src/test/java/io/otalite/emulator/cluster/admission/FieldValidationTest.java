package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldValidationTest {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock = """
            {spec: {replicas: 1}}                                            | -
            {metadata: {labels: {any: thing}, managedFields: [{fieldsV1: {'f:x': {}}}]}} | -
            {spec: {strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}}} | -
            {spec: {template: {spec: {containers: [{resources: {limits: {cpu: 1, memory: 1Gi}}}]}}}} | -
            {spec: {replicas: null}}                                         | -
            {spec: {foo: 1}}                                                 | unknown field "spec.foo"
            {foo: 1}                                                         | unknown field "foo"
            {spec: {template: {spec: {containers: [{}, {imagePolicy: x}]}}}} | unknown field "spec.template.spec.containers[1].imagePolicy"
            {spec: {Replicas: 1}}                                            | unknown field "spec.Replicas"
            """)
    void unknownFieldsAreNamed(String object, String problem) {
        // When
        var problems = FieldValidation.unknownFields(Kinds.DEPLOYMENT, Yaml.object(object));

        // Then
        assertThat(problems).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {spec: {replicas: '1'}}            | json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type integer
            {spec: {replicas: 1.5}}            | json: cannot unmarshal number into Go struct field Deployment.spec.replicas of type integer
            {spec: {paused: 1}}                | json: cannot unmarshal number into Go struct field Deployment.spec.paused of type boolean
            {spec: []}                         | json: cannot unmarshal array into Go struct field Deployment.spec of type object
            {metadata: {labels: {a: 1}}}       | json: cannot unmarshal number into Go struct field Deployment.metadata.labels.a of type string
            {metadata: {finalizers: a}}        | json: cannot unmarshal string into Go struct field Deployment.metadata.finalizers of type array
            {spec: {template: {spec: {containers: [{resources: {limits: {cpu: much}}}]}}}} | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$': field spec.template.spec.containers[0].resources.limits.cpu
            """)
    void aValueOfAnotherTypeIsRefused(String object, String message) {
        // Then
        assertThatThrownBy(() -> FieldValidation.unknownFields(Kinds.DEPLOYMENT, Yaml.object(object)))
                .hasMessage("Deployment in version \"v1\" cannot be handled as a Deployment: " + message)
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(400));
    }

    @Test
    void dataOfASecretIsBase64() {
        // Then
        assertThatThrownBy(() -> FieldValidation.unknownFields(Kinds.SECRET, Yaml.object("{data: {a: 'not base64!'}}")))
                .hasMessageContaining("illegal base64 data in field data.a");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {"a": 1, "a": 2}                                    | duplicate field "a"
            {"spec": {"replicas": 1, "x": [], "replicas": 2}}   | duplicate field "spec.replicas"
            {"c": [{"n": 1}, {"n": 1, "n": 2}]}                 | duplicate field "c[1].n"
            {"c": [[1, 2], {"n": {"m": 1, "m": 1}}]}            | duplicate field "c[1].n.m"
            """)
    void duplicateFieldsAreNamed(String body, String problem) throws IOException {
        // When
        var problems = FieldValidation.duplicateFields(JSON.createParser(body));

        // Then
        assertThat(problems).containsExactly(problem);
    }

    @Test
    void duplicateFieldsOfYamlAreNamed() throws IOException {
        // When
        var problems = FieldValidation.duplicateFields(YAML.createParser("spec:\n  a: 1\n  a: 2\nlist:\n- a: 1\n- a: 1\n"));

        // Then
        assertThat(problems).containsExactly("duplicate field \"spec.a\"");
    }

    @Test
    void strictRefusesInTheWordsOfTheApiServer() {
        // When
        var refusal = FieldValidation.refusal(
                Kinds.DEPLOYMENT, List.of("unknown field \"spec.foo\"", "duplicate field \"spec.replicas\""));

        // Then
        assertThat(refusal)
                .hasMessage("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
                        + " unknown field \"spec.foo\", duplicate field \"spec.replicas\"");
    }
}
