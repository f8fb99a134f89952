package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Meta.Time;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.otalite.emulator.cluster.objects.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages as Go writes them become the JSON that Go would have written. */
class ProtobufTest {

    @Test
    void bytesBecomeBase64AndZerosOfPlainFieldsVanish() throws IOException {
        // When
        var secret = parsed(
                "v1",
                "Secret",
                V1.Secret.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder()
                                .setName("s")
                                .setNamespace("")
                                .setGeneration(0)
                                .setCreationTimestamp(Time.newBuilder().setSeconds(0)))
                        .putData("k", ByteString.copyFromUtf8("value"))
                        .setType("Opaque")
                        .setImmutable(false)
                        .build());

        // Then
        assertThat(secret)
                .hasToString("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"},"
                        + "\"data\":{\"k\":\"dmFsdWU=\"},\"type\":\"Opaque\",\"immutable\":false}");
    }

    @Test
    void embeddedTypesAreInlineAndNumbersBehindPointersStay() throws IOException {
        // When
        var deployment = parsed(
                "apps/v1",
                "Deployment",
                V1Apps.Deployment.newBuilder()
                        .setSpec(V1Apps.DeploymentSpec.newBuilder()
                                .setReplicas(0)
                                .setMinReadySeconds(0)
                                .setTemplate(V1.PodTemplateSpec.newBuilder()
                                        .setSpec(V1.PodSpec.newBuilder()
                                                .addVolumes(V1.Volume.newBuilder()
                                                        .setName("v")
                                                        .setVolumeSource(V1.VolumeSource.newBuilder()
                                                                .setSecret(V1.SecretVolumeSource.newBuilder()
                                                                        .setSecretName("s"))))
                                                .addContainers(container()))))
                        .build());

        // Then
        var spec = deployment.path("spec");
        assertThat(spec.path("replicas").isInt()).isTrue();
        assertThat(spec.has("minReadySeconds")).isFalse();
        var pod = spec.path("template").path("spec");
        assertThat(pod.path("volumes").path(0)).hasToString("{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}");
        assertThat(pod.path("containers").path(0))
                .hasToString("{\"name\":\"main\",\"env\":[{\"name\":\"E\",\"valueFrom\":"
                        + "{\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}}}],"
                        + "\"resources\":{\"limits\":{\"memory\":\"64Mi\"}},"
                        + "\"livenessProbe\":{\"httpGet\":{\"path\":\"/live\",\"port\":8080}}}");
    }

    @Test
    void timesBecomeText() throws IOException {
        // When
        var pod = parsed(
                "v1",
                "Pod",
                V1.Pod.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder()
                                .setCreationTimestamp(Time.newBuilder().setSeconds(1_767_225_600)))
                        .build());

        // Then
        assertThat(pod.path("metadata").path("creationTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aKindWithoutDescriptionIsRefusedByName() {
        assertThatThrownBy(() -> parsed("coordination.k8s.io/v1", "Lease", V1.Secret.getDefaultInstance()))
                .isInstanceOf(Refusal.class)
                .hasMessage("there is no protobuf form of coordination.k8s.io/v1 Lease here, send JSON");
    }

    private static V1.Container container() {
        return V1.Container.newBuilder()
                .setName("main")
                .setImage("")
                .addEnv(V1.EnvVar.newBuilder()
                        .setName("E")
                        .setValue("")
                        .setValueFrom(V1.EnvVarSource.newBuilder()
                                .setSecretKeyRef(V1.SecretKeySelector.newBuilder()
                                        .setLocalObjectReference(V1.LocalObjectReference.newBuilder()
                                                .setName("s"))
                                        .setKey("k"))))
                .setResources(V1.ResourceRequirements.newBuilder()
                        .putLimits(
                                "memory",
                                Quantity.newBuilder().setString("64Mi").build()))
                .setLivenessProbe(V1.Probe.newBuilder()
                        .setHandler(V1.ProbeHandler.newBuilder()
                                .setHttpGet(V1.HTTPGetAction.newBuilder()
                                        .setPath("/live")
                                        .setPort(IntOrString.newBuilder()
                                                .setType(0)
                                                .setIntVal(8080))))
                        .setInitialDelaySeconds(0))
                .build();
    }

    private static ObjectNode parsed(String apiVersion, String kind, Message message) throws IOException {
        var envelope = Unknown.newBuilder()
                .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
                .setRaw(message.toByteString())
                .build();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("k8s\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(envelope.toByteArray());
        return Protobuf.parse(bytes.toByteArray());
    }
}
