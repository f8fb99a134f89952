package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.judgement.ImageView.ImageState;
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
import org.junit.jupiter.api.Test;

/** Verdicts that follow from more than one object. */
class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final String EMAIL = "backup@acme.iam.gserviceaccount.com";
    private static final String KEY_FILE =
            "{\\\"private_key_id\\\": \\\"k1\\\", \\\"client_email\\\": \\\"%s\\\"}".formatted(EMAIL);

    private final MutableClock clock = new MutableClock(NOW);
    private final TestWorld world = new TestWorld(clock).with("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: default, namespace: shop}
            """);
    private ImageState image = new ImageState.Pullable();

    @Test
    void aRenamedSecretIsFoundByItsContentAndNamedOnBothSides() {
        // Given
        world.with(
                deployment("uid-1"),
                secret("gcs-key", "key.json", "QUJD"),
                revision(1, "gcs-key"),
                revision(2, "gcs-key"));
        clock.pass(Duration.ofMinutes(1));

        // When
        world.with(secret("storage-credential", "key.json", "QUJD"));
        world.remove(ref(Kinds.SECRET, "gcs-key"));
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_START);
        assertThat(judgement.reasons()).hasSize(2).allSatisfy(reason -> {
            assertThat(reason.cause()).isEqualTo(Cause.OBJECT_MISSING);
            assertThat(reason.nearest()).contains("storage-credential");
            assertThat(reason.since()).contains(clock.instant());
            assertThat(reason.fix()).containsInstanceOf(Fix.CopyObject.class);
        });
        assertThat(judgement.reasons().getFirst().path())
                .isEqualTo("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef");
        assertThat(judgement.reasons().getLast().verdict()).isEqualTo(Verdict.BLOCKED_ROLLBACK);
        assertThat(judgement.reasons().getLast().revision()).contains("1");
    }

    @Test
    void theCopyThatIsSuggestedMendsTheTemplateAndTheRollback() {
        // Given
        world.with(
                deployment("uid-1"),
                secret("gcs-key", "key.json", "QUJD"),
                revision(1, "gcs-key"),
                revision(2, "gcs-key"));
        world.with(secret("storage-credential", "key.json", "QUJD"));
        world.remove(ref(Kinds.SECRET, "gcs-key"));
        var fix = judge().reasons().getFirst().fix().orElseThrow();

        // When
        Mending.apply(fix, world);

        // Then
        assertThat(judge().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aSecretThatOnlyAnOldReplicaSetUsesBlocksTheRollbackAlone() {
        // Given
        world.with(
                deployment("uid-1"),
                secret("gcs-key", "key.json", "QUJD"),
                revision(1, "old-key"),
                revision(2, "gcs-key"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_ROLLBACK);
        assertThat(judgement.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.revision()).contains("1");
            assertThat(reason.target().name()).isEqualTo("old-key");
        });
    }

    @Test
    void theNewestRevisionCountsWhenTheTemplateInForceNeedsSomethingElse() {
        // Given: a template that was not rolled out yet
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"), revision(1, "old-key"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.BLOCKED_ROLLBACK);
    }

    @Test
    void aRenamedKeyIsSuggestedAndAddingItMends() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "keys.json", "QUJD"));

        // When
        var reason = judge().reasons().getFirst();
        Mending.apply(reason.fix().orElseThrow(), world);

        // Then
        assertThat(reason.cause()).isEqualTo(Cause.KEY_MISSING);
        assertThat(reason.nearest()).contains("keys.json");
        assertThat(judge().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void anImmutableSecretIsNotToBePatched() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "keys.json", "QUJD") + "\nimmutable: true");

        // When
        var fix = judge().reasons().getFirst().fix().orElseThrow();
        Mending.apply(fix, world);

        // Then
        assertThat(fix).isInstanceOf(Fix.UseKey.class);
        assertThat(judge().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aMisspeltNameIsCorrectedInTheTemplate() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-kye", "key.json", "QUJD"));

        // When
        var fix = judge().reasons().getFirst().fix().orElseThrow();
        Mending.apply(fix, world);

        // Then
        assertThat(fix).isInstanceOf(Fix.UseName.class);
        assertThat(judge().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aRequiredReferenceForAnOptionalFeatureShouldBeOptional() {
        // Given
        world.with(
                deployment("uid-1")
                        .replace(
                                "uid: uid-1",
                                "uid: uid-1, annotations: {rotation.ota-lite.io/optional: secret/gcs-key}"),
                secret("gcs-key", "key.json", "QUJD"));

        // When
        var judgement = judge();
        Mending.apply(judgement.reasons().getFirst().fix().orElseThrow(), world);

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(judgement.reasons().getFirst().cause()).isEqualTo(Cause.SHOULD_BE_OPTIONAL);
        assertThat(judge().verdict()).isEqualTo(Verdict.OK);
    }

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
    void whatRunsOnAnOlderValueIsStale() {
        // Given
        world.with(
                deployment("uid-1"),
                revision(1, "gcs-key"),
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: api-1
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: api-1, uid: rs-1, controller: true}]
                spec: {containers: [{name: main, image: app:1}]}
                status: {containerStatuses: [{state: {running: {startedAt: "2026-03-01T10:00:00Z"}}}]}
                """,
                secret("gcs-key", "key.json", "QUJD")
                        .replace(
                                "namespace: shop",
                                "namespace: shop, managedFields: [{time: \"2026-03-01T11:00:00Z\", fieldsV1: {f:data: {}}}]"));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.STALE);
        assertThat(judgement.reasons().getFirst().since()).contains(Instant.parse("2026-03-01T11:00:00Z"));
    }

    @Test
    void anAbsentImageThatANodeHasIsARiskAndOneThatIsAlwaysPulledBlocks() {
        // Given
        world.with(deployment("uid-1"), revision(1, "gcs-key"), secret("gcs-key", "key.json", "QUJD"), """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: api-1
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: api-1, uid: rs-1, controller: true}]
                spec: {containers: [{name: main, image: 'app:1'}]}
                """);
        image = new ImageState.Absent();

        // When
        var cached = judge();
        world.with(deployment("uid-1").replace("image: 'app:1'", "image: 'app:1', imagePullPolicy: Always"));
        var pulled = judge();

        // Then
        assertThat(cached.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(pulled.verdict()).isEqualTo(Verdict.BLOCKED_START);
    }

    @Test
    void aKeyThatGoogleHasDisabledDegradesWhoeverUsesTheSecret() {
        // Given
        world.with(deployment("uid-1"), keyFile());
        world.world().see(new Scope(Kinds.GOOGLE_KEY, EMAIL));
        world.world().put(key(true, Optional.empty()));

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(judgement.reasons().getFirst().cause()).isEqualTo(Cause.GOOGLE_KEY_DISABLED);
        assertThat(world.world().dependents(new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "k1")))
                .containsExactly(API);
    }

    @Test
    void aKeyThatEndsSoonIsARiskAndOneThatGoogleDoesNotKnowDegrades() {
        // Given
        world.with(deployment("uid-1"), keyFile());
        world.world().see(new Scope(Kinds.GOOGLE_KEY, EMAIL));

        // When
        var unknown = judge();
        world.world().put(key(false, Optional.of(NOW.plus(Duration.ofDays(3)))));
        var ending = judge();

        // Then
        assertThat(unknown.reasons().getFirst().cause()).isEqualTo(Cause.GOOGLE_KEY_UNKNOWN);
        assertThat(ending.verdict()).isEqualTo(Verdict.AT_RISK);
        assertThat(ending.reasons().getFirst().cause()).isEqualTo(Cause.GOOGLE_KEY_EXPIRES);
    }

    @Test
    void withoutAViewOfGoogleNothingIsSaidOfItsKeys() {
        // Given
        world.with(deployment("uid-1"), keyFile());

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.OK);
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
    void aQuotaWithoutRoomForTheSurgeIsARisk() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"), """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: pods, namespace: shop}
                spec: {hard: {pods: "4"}}
                status: {used: {pods: "4"}}
                """);

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.reasons())
                .singleElement()
                .extracting(Reason::cause)
                .isEqualTo(Cause.QUOTA_EXHAUSTED);
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
    void theRevisionInForceOfAStatefulSetIsNoRollbackTarget() {
        // Given
        var template =
                "template: {spec: {containers: [{name: main, image: 'db:1', envFrom: [{secretRef: {name: gone}}]}]}}";
        world.with(
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop, uid: sts}
                spec:
                  serviceName: db
                  %s
                """.formatted(template),
                """
                apiVersion: apps/v1
                kind: ControllerRevision
                metadata:
                  name: db-1
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: sts, controller: true}]
                revision: 1
                data: {spec: {%s}}
                """.formatted(template),
                "{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}}");

        // When
        var judgement = judge(new ObjectRef(Kinds.STATEFUL_SET, "shop", "db"));

        // Then
        assertThat(judgement.reasons()).extracting(Reason::verdict).containsExactly(Verdict.BLOCKED_START);
    }

    @Test
    void revisionsThatCannotBeSeenAreNotTakenForNone() {
        // Given
        world.with(deployment("uid-1"), secret("gcs-key", "key.json", "QUJD"));
        world.world().lose(Scope.everywhere(Kinds.REPLICA_SET), "no permission to list replicasets");

        // When
        var judgement = judge();

        // Then
        assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judgement.reasons().getFirst().message()).contains("no permission to list replicasets");
    }

    @Test
    void anAnnotationOnASecretMakesNobodyStale() {
        // Given
        var running = """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: api-1
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: api-1, uid: rs-1, controller: true}]
                spec: {containers: [{name: main, image: app:1}]}
                status: {containerStatuses: [{state: {running: {startedAt: "2026-03-01T10:00:00Z"}}}]}
                """;
        var secret = secret("gcs-key", "key.json", "QUJD")
                .replace(
                        "namespace: shop",
                        "namespace: shop, uid: s, managedFields: [{time: \"2026-03-01T09:00:00Z\", fieldsV1: {f:data: {}}}]");
        world.with(deployment("uid-1"), revision(1, "gcs-key"), running, secret);

        // When
        world.with(secret.replace("09:00:00Z", "11:00:00Z"));
        var annotated = judge();
        world.with(secret.replace("09:00:00Z", "11:30:00Z").replace("QUJD", "QUJE"));
        var changed = judge();

        // Then
        assertThat(annotated.verdict()).isEqualTo(Verdict.OK);
        assertThat(changed.verdict()).isEqualTo(Verdict.STALE);
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

    private Judgement judge() {
        return judge(API);
    }

    private Judgement judge(ObjectRef workload) {
        return new Judge(world.world(), (_, _) -> image, Duration.ofDays(14))
                .judge(world.referrer(workload), clock.instant());
    }

    private static ObjectRef ref(String kind, String name) {
        return new ObjectRef(kind, "shop", name);
    }

    private static GoogleKey key(boolean disabled, Optional<Instant> expires) {
        var meta = new Meta("", "", Optional.empty(), false, List.of(), Map.of());
        return new GoogleKey(
                new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "k1"), meta, "acme", disabled, expires, "GOOGLE_PROVIDED");
    }

    private static String keyFile() {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: gcs-key, namespace: shop}
                stringData: {key.json: "%s"}
                """.formatted(KEY_FILE);
    }

    private static String secret(String name, String key, String value) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: shop}
                data: {%s: %s}""".formatted(name, key, value);
    }

    private static String deployment(String uid) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: %s}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: main, image: 'app:1', env: [{name: KEY, valueFrom: {secretKeyRef: {name: gcs-key, key: key.json}}}]}
                """.formatted(uid);
    }

    private static String pod(String volumes) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: uid-1}
                spec:
                  template:
                    spec:
                      %s
                      containers: [{name: main, image: 'app:1'}]
                """.formatted(volumes);
    }

    private static String revision(int number, String secret) {
        return deployment("rs-" + number)
                .replace("kind: Deployment", "kind: ReplicaSet")
                .replace(
                        "name: api, namespace: shop",
                        "name: api-%d, namespace: shop, annotations: {deployment.kubernetes.io/revision: '%d'}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: uid-1, controller: true}]"
                                .formatted(number, number))
                .replace("gcs-key", secret);
    }

    private static String replicaSet(String name, String owner) {
        return """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %s, namespace: shop, uid: %s, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %s, uid: %s, controller: true}]}
                spec: {template: {spec: {containers: [{name: c, image: i, envFrom: [{secretRef: {name: circle}}]}]}}}
                """.formatted(name, name, owner, owner);
    }
}
