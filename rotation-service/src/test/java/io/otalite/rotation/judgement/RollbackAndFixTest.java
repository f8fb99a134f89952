package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What has become of a thing that is missing, what would mend it, and what could not be gone back to. */
class RollbackAndFixTest extends JudgeScene {
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
}
