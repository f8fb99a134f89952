package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Verdicts that follow from more than one object. */
class TransitiveReferencesTest extends JudgeScene {
    @Test
    void pullSecretsAreInheritedFromTheServiceAccount() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"), """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: shop}
                imagePullSecrets: [{name: registry}]
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(judgement.reasons().getFirst().target()).isEqualTo(ref(Kinds.SECRET, "registry"));
        assertThat(world.world().dependents(ref(Kinds.SECRET, "registry"))).containsExactly(API);
    }

    @Test
    void anAccountThatMountsOnlyListedSecretsKeepsOthersOut() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"), """
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: default
                  namespace: shop
                  annotations: {kubernetes.io/enforce-mountable-secrets: "true"}
                secrets: [{name: another}]
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_START);
        assertThat(judgement.reasons().getFirst().cause()).isEqualTo(Cause.NOT_MOUNTABLE);
    }

    @Test
    void aClaimThatWaitsForAClassThatDoesNotExistBlocks() {
        // Given
        world.with(pod("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"), """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: shop}
                spec: {storageClassName: fast}
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_START);
        assertThat(judgement.reasons().getFirst().target()).isEqualTo(new ObjectRef(Kinds.STORAGE_CLASS, "", "fast"));
    }

    @Test
    void theSecretsOfAStorageClassAreNeededByThoseWhoClaimFromIt() {
        // Given
        world.with(pod("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"), """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: shop}
                spec: {storageClassName: fast, volumeName: pv-1}
                status: {phase: Bound}
                """, """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: fast}
                parameters:
                  csi.storage.k8s.io/node-stage-secret-name: csi
                  csi.storage.k8s.io/node-stage-secret-namespace: storage
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_START);
        assertThat(judgement.reasons().getFirst().target()).isEqualTo(new ObjectRef(Kinds.SECRET, "storage", "csi"));
        assertThat(world.world().dependents(new ObjectRef(Kinds.SECRET, "storage", "csi")))
                .containsExactly(API);
    }

    @Test
    void aFailingProducerIsARisk() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"), """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: gcs, namespace: shop}
                spec: {target: {name: gcs-key}}
                status:
                  conditions:
                    - {type: Ready, status: "False", reason: SecretSyncedError, message: not found, lastTransitionTime: "2026-03-01T11:00:00Z"}
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(judgement.reasons().getFirst().cause()).isEqualTo(Cause.PRODUCER_FAILING);
        assertThat(judgement.reasons().getFirst().since()).contains(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(judgement.reasons().getFirst().message()).contains("SecretSyncedError: not found");
    }

    @Test
    void aSecretWhoseOwnerIsGoneWillVanish() {
        // Given
        world.with(
                deployment("uid-1"),
                secret("gcs-key", "key.json", "QUJD")
                        .replace(
                                "namespace: shop",
                                "namespace: shop, ownerReferences: [{apiVersion: external-secrets.io/v1, kind: ExternalSecret, name: gcs, uid: u}]"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.reasons())
                .singleElement()
                .extracting(Reason::cause)
                .isEqualTo(Cause.OBJECT_VANISHING);
    }

    @Test
    void aNamespaceThatCannotBeSeenIsUnknownForThatAlone() {
        // Given
        world.with(deployment("uid-1"));
        world.world().lose(new Scope(Kinds.SECRET, "shop"), "no permission to list secrets in shop");
        world.with(
                deployment("uid-2").replace("namespace: shop", "namespace: other"),
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: other}
                """,
                secret("gcs-key", "key.json", "QUJD").replace("namespace: shop", "namespace: other"));

        // When
        var unseen = judge();
        var seen = judge(new ObjectRef(Kinds.DEPLOYMENT, "other", "api"));

        // Then
        assertThat(unseen.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(unseen.reasons().getFirst().message()).contains("no permission to list secrets in shop");
        assertThat(seen.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aFileThatTheProgramIsToldOfMustBeInTheVolume() {
        // Given
        world.with(
                pod("volumes: [{name: v, secret: {secretName: gcs-key}}]")
                        .replace(
                                "image: 'app:1'",
                                "image: 'app:1', env: [{name: GOOGLE_APPLICATION_CREDENTIALS, value: /etc/gcs/key.json}],"
                                        + " volumeMounts: [{name: v, mountPath: /etc/gcs}]"),
                secret("gcs-key", "credentials.json", "QUJD"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(judgement.reasons().getFirst().key()).contains("key.json");
        assertThat(judgement.reasons().getFirst().path()).isEqualTo("/spec/template/spec/containers/0/env/0");
    }

    @Test
    void aKindThatWasTaughtIsReadByItsPodAndByNamesOfFields() {
        // Given
        world.with("""
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: web, namespace: shop}
                spec:
                  strategy: {canary: {analysis: {args: [{name: a, valueFrom: {secretKeyRef: {name: analysis, key: token}}}]}}}
                  template: {spec: {containers: [{name: main, image: 'app:1', envFrom: [{secretRef: {name: settings}}]}]}}
                """);

        // When
        var judgement = judge(new ObjectRef("Rollout.argoproj.io", "shop", "web"));

        // Then
        assertThat(judgement.reasons())
                .extracting(reason -> reason.target().name(), Reason::verdict)
                .containsExactly(tuple("settings", Verdict.BLOCKED_START), tuple("analysis", Verdict.AT_RISK));
    }

    @Test
    void aSecretThatIsAboutToBeMadeIsNotYetMissing() {
        // Given
        world.with(deployment("uid-1"), """
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: {name: gcs, namespace: shop}
                spec: {secretName: gcs-key}
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(judgement.reasons().getFirst().cause()).isEqualTo(Cause.NOT_MADE_YET);
    }

    @Test
    void aPodOfAControllerThatIsNotReadIsJudgedItself() {
        // Given
        world.with("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: db-1
                  namespace: shop
                  ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: db, uid: u, controller: true}]
                spec: {containers: [{name: main, image: 'db:1', envFrom: [{secretRef: {name: db-superuser}}]}]}
                """);

        // When
        var judgement = judge(new ObjectRef(Kinds.POD, "shop", "db-1"));

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_START);
        assertThat(world.world().dependents(ref(Kinds.SECRET, "db-superuser"))).hasSize(1);
    }

    @Test
    void aFileMountedBySubPathMustBeAnEntry() {
        // Given
        world.with(
                pod("volumes: [{name: v, secret: {secretName: gcs-key}}]")
                        .replace(
                                "image: 'app:1'",
                                "image: 'app:1', volumeMounts: [{name: v, mountPath: /etc/key.json, subPath: key.json}]"),
                secret("gcs-key", "keys.json", "QUJD"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(judgement.reasons().getFirst().path()).isEqualTo("/spec/template/spec/containers/0/volumeMounts/0");
    }

    @Test
    void ownersInACircleEnd() {
        // Given
        world.with(deployment("uid-1"), replicaSet("a", "b"), replicaSet("b", "a"));

        // When
        var affected = world.world().dependents(ref(Kinds.SECRET, "circle"));

        // Then
        assertThat(affected).isEmpty();
    }
}
