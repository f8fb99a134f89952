package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What runs, and what Google says of the keys it uses. */
class RunningPodsTest extends JudgeScene {
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
}
