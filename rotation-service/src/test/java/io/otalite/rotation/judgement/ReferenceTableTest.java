package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of reference, in every place where it may stand, in every state of what it refers to. A line is a field; the columns are the
 * verdicts when the object is there, when it is missing, when it lacks the entry, and when the reference is optional and the object
 * missing. A dash: Kubernetes has no such case.
 */
class ReferenceTableTest {
    private static final String TABLE = """
            field                  place      present  object missing  key missing    optional
            env secretKeyRef       container  OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            env secretKeyRef       init       OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            env secretKeyRef       ephemeral  OK       DEGRADED        DEGRADED       OK_OPTIONAL_MISSING
            env configMapKeyRef    container  OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            env configMapKeyRef    init       OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            env configMapKeyRef    ephemeral  OK       DEGRADED        DEGRADED       OK_OPTIONAL_MISSING
            envFrom secretRef      container  OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            envFrom secretRef      init       OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            envFrom secretRef      ephemeral  OK       DEGRADED        -              OK_OPTIONAL_MISSING
            envFrom configMapRef   container  OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            envFrom configMapRef   init       OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            envFrom configMapRef   ephemeral  OK       DEGRADED        -              OK_OPTIONAL_MISSING
            image                  container  OK       BLOCKED_START   -              -
            image                  init       OK       BLOCKED_START   -              -
            image                  ephemeral  OK       DEGRADED        -              -
            volume secret          pod        OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            volume secret item     pod        OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            volume configMap       pod        OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            volume configMap item  pod        OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            projected secret       pod        OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            projected secret item  pod        OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            projected configMap    pod        OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            projected config item  pod        OK       BLOCKED_START   BLOCKED_START  OK_OPTIONAL_MISSING
            projected trustBundle  pod        OK       BLOCKED_START   -              OK_OPTIONAL_MISSING
            csi nodePublishSecret  pod        OK       BLOCKED_START   -              -
            csi providerClass      pod        OK       BLOCKED_START   -              -
            azureFile              pod        OK       BLOCKED_START   -              -
            cephfs                 pod        OK       BLOCKED_START   -              -
            cinder                 pod        OK       BLOCKED_START   -              -
            flexVolume             pod        OK       BLOCKED_START   -              -
            rbd                    pod        OK       BLOCKED_START   -              -
            scaleIO                pod        OK       BLOCKED_START   -              -
            iscsi                  pod        OK       BLOCKED_START   -              -
            storageos              pod        OK       BLOCKED_START   -              -
            persistentVolumeClaim  pod        OK       BLOCKED_START   -              -
            ephemeral claim class  pod        OK       BLOCKED_START   -              -
            volume image           pod        OK       BLOCKED_START   -              -
            imagePullSecrets       pod        OK       AT_RISK         -              -
            serviceAccountName     pod        OK       BLOCKED_START   -              -
            priorityClassName      pod        OK       BLOCKED_START   -              -
            runtimeClassName       pod        OK       BLOCKED_START   -              -
            resourceClaims         pod        OK       BLOCKED_START   -              -
            """;

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String NAME = "thing";
    private static final String IMAGE = "registry.example/thing:1";
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");

    /** Where a field stands in the specification of a pod, and what it is about. */
    private record Field(String yaml, String kind, String apiVersion) {
        static Field secret(String yaml) {
            return new Field(yaml, Kinds.SECRET, "v1");
        }

        static Field configMap(String yaml) {
            return new Field(yaml, Kinds.CONFIG_MAP, "v1");
        }

        static Field driver(String driver) {
            return secret("volumes: [{name: v, %s: {secretRef: {name: thing}}}]".formatted(driver));
        }
    }

    private static final Map<String, Field> IN_CONTAINER = Map.of(
            "env secretKeyRef",
                    Field.secret("env: [{name: A, valueFrom: {secretKeyRef: {name: thing, key: wanted OPTIONAL}}}]"),
            "env configMapKeyRef",
                    Field.configMap(
                            "env: [{name: A, valueFrom: {configMapKeyRef: {name: thing, key: wanted OPTIONAL}}}]"),
            "envFrom secretRef", Field.secret("envFrom: [{secretRef: {name: thing OPTIONAL}}]"),
            "envFrom configMapRef", Field.configMap("envFrom: [{configMapRef: {name: thing OPTIONAL}}]"),
            "image", new Field("image: " + IMAGE, Kinds.IMAGE, ""));

    private static final Map<String, Field> IN_POD = Map.ofEntries(
            Map.entry("volume secret", Field.secret("volumes: [{name: v, secret: {secretName: thing OPTIONAL}}]")),
            Map.entry(
                    "volume secret item",
                    Field.secret(
                            "volumes: [{name: v, secret: {secretName: thing, items: [{key: wanted, path: a}] OPTIONAL}}]")),
            Map.entry("volume configMap", Field.configMap("volumes: [{name: v, configMap: {name: thing OPTIONAL}}]")),
            Map.entry(
                    "volume configMap item",
                    Field.configMap(
                            "volumes: [{name: v, configMap: {name: thing, items: [{key: wanted, path: a}] OPTIONAL}}]")),
            Map.entry(
                    "projected secret",
                    Field.secret("volumes: [{name: v, projected: {sources: [{secret: {name: thing OPTIONAL}}]}}]")),
            Map.entry(
                    "projected secret item",
                    Field.secret(
                            "volumes: [{name: v, projected: {sources: [{secret: {name: thing, items: [{key: wanted, path: a}] OPTIONAL}}]}}]")),
            Map.entry(
                    "projected configMap",
                    Field.configMap(
                            "volumes: [{name: v, projected: {sources: [{configMap: {name: thing OPTIONAL}}]}}]")),
            Map.entry(
                    "projected config item",
                    Field.configMap(
                            "volumes: [{name: v, projected: {sources: [{configMap: {name: thing, items: [{key: wanted, path: a}] OPTIONAL}}]}}]")),
            Map.entry(
                    "projected trustBundle",
                    new Field(
                            "volumes: [{name: v, projected: {sources: [{clusterTrustBundle: {name: thing, path: a OPTIONAL}}]}}]",
                            Kinds.CLUSTER_TRUST_BUNDLE,
                            "certificates.k8s.io/v1beta1")),
            Map.entry(
                    "csi nodePublishSecret",
                    Field.secret("volumes: [{name: v, csi: {driver: d, nodePublishSecretRef: {name: thing}}}]")),
            Map.entry(
                    "csi providerClass",
                    new Field(
                            "volumes: [{name: v, csi: {driver: d, volumeAttributes: {secretProviderClass: thing}}}]",
                            "SecretProviderClass",
                            "secrets-store.csi.x-k8s.io/v1")),
            Map.entry("azureFile", Field.secret("volumes: [{name: v, azureFile: {secretName: thing, shareName: s}}]")),
            Map.entry("cephfs", Field.driver("cephfs")),
            Map.entry("cinder", Field.driver("cinder")),
            Map.entry("flexVolume", Field.driver("flexVolume")),
            Map.entry("rbd", Field.driver("rbd")),
            Map.entry("scaleIO", Field.driver("scaleIO")),
            Map.entry("iscsi", Field.driver("iscsi")),
            Map.entry("storageos", Field.driver("storageos")),
            Map.entry(
                    "persistentVolumeClaim",
                    new Field("volumes: [{name: v, persistentVolumeClaim: {claimName: thing}}]", Kinds.CLAIM, "v1")),
            Map.entry(
                    "ephemeral claim class",
                    new Field(
                            "volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: thing}}}}]",
                            Kinds.STORAGE_CLASS,
                            "storage.k8s.io/v1")),
            Map.entry(
                    "volume image",
                    new Field("volumes: [{name: v, image: {reference: '" + IMAGE + "'}}]", Kinds.IMAGE, "")),
            Map.entry("imagePullSecrets", Field.secret("imagePullSecrets: [{name: thing}]")),
            Map.entry("serviceAccountName", new Field("serviceAccountName: thing", Kinds.SERVICE_ACCOUNT, "v1")),
            Map.entry(
                    "priorityClassName",
                    new Field("priorityClassName: thing", Kinds.PRIORITY_CLASS, "scheduling.k8s.io/v1")),
            Map.entry("runtimeClassName", new Field("runtimeClassName: thing", Kinds.RUNTIME_CLASS, "node.k8s.io/v1")),
            Map.entry(
                    "resourceClaims",
                    new Field(
                            "resourceClaims: [{name: c, resourceClaimName: thing}]",
                            Kinds.RESOURCE_CLAIM,
                            "resource.k8s.io/v1")));

    /** One cell of the table. */
    record Cell(String field, String place, String state, Verdict expected) {
        @Override
        public String toString() {
            return "%s in %s, %s".formatted(field, place, state);
        }
    }

    static Stream<Cell> cells() {
        return TABLE.lines().skip(1).flatMap(line -> {
            var columns = List.of(line.split(" {2,}", -1));
            var states = List.of("present", "object missing", "key missing", "optional");
            var cells = new ArrayList<Cell>();
            for (var i = 0; i < states.size(); i++) {
                if (!columns.get(i + 2).equals("-")) {
                    cells.add(new Cell(
                            columns.get(0), columns.get(1), states.get(i), Verdict.valueOf(columns.get(i + 2))));
                }
            }
            return cells.stream();
        });
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theVerdictIsThatOfTheTable(Cell cell) {
        // Given
        var world = world(cell);

        // When
        var judgement = judge(cell, world);

        // Then
        assertThat(judgement.verdict()).isEqualTo(cell.expected());
        assertThat(judgement.reasons()).hasSize(cell.expected() == Verdict.OK ? 0 : 1);
        for (var reason : judgement.reasons()) {
            assertThat(world.tree(API).at(reason.path()).isMissingNode())
                    .as("there is nothing at " + reason.path())
                    .isFalse();
            assertThat(reason.target().name()).isIn(NAME, IMAGE);
            assertThat(reason.message())
                    .contains("Deployment shop/api")
                    .contains(reason.target().name());
        }
    }

    static Stream<Cell> mendable() {
        return cells().filter(cell ->
                cell.expected() != Verdict.OK && !field(cell).kind().equals(Kinds.IMAGE));
    }

    @ParameterizedTest
    @MethodSource("mendable")
    void theFixMakesItStart(Cell cell) {
        // Given
        var world = world(cell);
        var reason = judge(cell, world).reasons().getFirst();

        // When
        Mending.apply(reason.fix().orElseThrow(), world);

        // Then
        assertThat(judge(cell, world).verdict()).isEqualTo(Verdict.OK);
    }

    private static Judgement judge(Cell cell, TestWorld world) {
        var missing = cell.state().equals("object missing");
        ImageView images =
                (image, _) -> missing && image.equals(IMAGE) ? new ImageState.Absent() : new ImageState.Pullable();
        return new Judge(world.world(), images, Duration.ofDays(14)).judge(world.referrer(API), NOW);
    }

    private static TestWorld world(Cell cell) {
        var world = new TestWorld(CLOCK).with("""
                        apiVersion: v1
                        kind: ServiceAccount
                        metadata: {name: default, namespace: shop}
                        """);
        world.put(deployment(cell));
        var field = field(cell);
        var there = cell.state().equals("present") || cell.state().equals("key missing");
        if (there && !field.kind().equals(Kinds.IMAGE)) {
            var key = cell.state().equals("present") ? "wanted" : "other-entry";
            world.with("""
                    apiVersion: %s
                    kind: %s
                    metadata: {name: thing, namespace: shop}
                    data: {%s: QUJD}
                    """.formatted(field.apiVersion(), field.kind(), key));
        }
        return world;
    }

    private static Field field(Cell cell) {
        return cell.place().equals("pod") ? IN_POD.get(cell.field()) : IN_CONTAINER.get(cell.field());
    }

    private static ObjectNode deployment(Cell cell) {
        var optional = cell.state().equals("optional") ? ", optional: true" : "";
        var yaml = field(cell).yaml().replace(" OPTIONAL", optional);
        var field = TestWorld.object(yaml);
        var deployment = TestWorld.object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop}
                spec:
                  template:
                    spec:
                      containers: [{name: main, image: other}]
                """);
        var pod = deployment.withObject("/spec/template/spec");
        if (cell.place().equals("pod")) {
            pod.setAll(field);
        } else {
            var list = Map.of("container", "containers", "init", "initContainers", "ephemeral", "ephemeralContainers")
                    .get(cell.place());
            pod.withArray("/" + list)
                    .addObject()
                    .put("name", "c")
                    .put("image", "other")
                    .setAll(field);
        }
        return deployment;
    }
}
