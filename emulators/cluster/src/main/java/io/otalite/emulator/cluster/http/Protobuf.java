package io.otalite.emulator.cluster.http;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Objects in protobuf, as {@code kubectl create} sends them and does not try anything else when they are refused.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Protobuf encoding</a>
 */
final class Protobuf {
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    static {
        // The generated classes are of an old protobuf compiler; the runtime would warn on standard error for each of
        // them.
        System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
    }

    private static final Map<String, FileDescriptor> BY_API_VERSION = Map.ofEntries(
            entry("v1", V1.getDescriptor()),
            entry("apps/v1", V1Apps.getDescriptor()),
            entry("batch/v1", V1Batch.getDescriptor()),
            entry("policy/v1", V1Policy.getDescriptor()),
            entry("autoscaling/v1", V1Autoscaling.getDescriptor()),
            entry("networking.k8s.io/v1", V1Networking.getDescriptor()),
            entry("scheduling.k8s.io/v1", V1Scheduling.getDescriptor()),
            entry("rbac.authorization.k8s.io/v1", V1Rbac.getDescriptor()),
            entry("authentication.k8s.io/v1", V1Authentication.getDescriptor()),
            entry("authorization.k8s.io/v1", V1Authorization.getDescriptor()),
            entry("admissionregistration.k8s.io/v1", V1Admissionregistration.getDescriptor()));

    private Protobuf() {}

    /**
     * Reads an object; fields that its description does not know are dropped.
     *
     * @throws IOException when the bytes are none
     * @throws Refusal 415 for a kind without a description
     */
    static ObjectNode parse(byte[] bytes) throws IOException {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it does not begin as Kubernetes protobuf does");
        }
        var envelope = Unknown.parseFrom(Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
        var apiVersion = envelope.getTypeMeta().getApiVersion();
        var kind = envelope.getTypeMeta().getKind();
        var type = type(apiVersion, kind)
                .orElseThrow(() -> Bodies.unsupported(
                        "there is no protobuf form of %s %s here, send JSON".formatted(apiVersion, kind)));
        var object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        object.setAll(ProtobufToJson.object(DynamicMessage.parseFrom(type, envelope.getRaw())));
        return object;
    }

    private static Optional<Descriptor> type(String apiVersion, String kind) {
        return Optional.ofNullable(BY_API_VERSION.get(apiVersion))
                .map(file -> file.findMessageTypeByName(kind))
                .or(() -> Optional.ofNullable(Meta.getDescriptor().findMessageTypeByName(kind)));
    }
}
