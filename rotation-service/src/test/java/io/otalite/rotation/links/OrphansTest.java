package io.otalite.rotation.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.links.Orphans.Kind;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphansTest {
    private static final String EMAIL = "backup@acme.iam.gserviceaccount.com";
    private static final ObjectRef KEY = new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "k1");
    private static final ObjectRef ACCOUNT = new ObjectRef(Kinds.GOOGLE_ACCOUNT, "acme", EMAIL);
    private static final Meta META = new Meta("", "", Optional.empty(), false, List.of(), Map.of());

    private final TestWorld world = new TestWorld(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
    private final Orphans orphans = new Orphans(world.world());

    private record Left(ObjectRef object, Kind kind) {}

    private List<Left> left() {
        return orphans.list().stream()
                .map(orphan -> new Left(orphan.object(), orphan.kind()))
                .toList();
    }

    private void google(boolean disabled) {
        world.world().put(new GoogleAccount(ACCOUNT, META, "1", false, ""));
        world.world().put(new GoogleKey(KEY, META, "acme", disabled, Optional.empty(), "GOOGLE_PROVIDED"));
    }

    private void workload() {
        world.with("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop}
                spec:
                  template:
                    spec: {serviceAccountName: api, containers: [{name: c, envFrom: [{secretRef: {name: storage}}]}]}
                """);
    }

    private void secret() {
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata: {name: storage, namespace: shop}
                stringData: {key.json: '{"private_key_id": "k1", "client_email": "%s"}'}
                """.formatted(EMAIL));
    }

    @Test
    void whatIsUsedIsNoOrphan() {
        // Given
        google(false);
        secret();
        workload();
        world.with("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: api, namespace: shop}
                """);

        // When
        var left = left();

        // Then
        assertThat(left).isEmpty();
    }

    @Test
    void aKeyThatNobodyHoldsLeavesItsAccountUnused() {
        // Given
        google(false);

        // When
        var left = left();

        // Then
        assertThat(left)
                .containsExactly(new Left(ACCOUNT, Kind.GOOGLE_ACCOUNT_UNUSED), new Left(KEY, Kind.KEY_HELD_NOWHERE));
        assertThat(orphans.list().getLast().why()).contains(EMAIL, "whoever has it may use it");
    }

    @Test
    void ofADisabledKeyItIsSaidThatItIsDisabled() {
        // Given
        google(true);

        // When
        var why = orphans.list().getLast().why();

        // Then
        assertThat(why).contains("is disabled").doesNotContain("enabled:");
    }

    @Test
    void anAccountIsUsedByAServiceAccountThatStandsForIt() {
        // Given
        google(false);
        workload();
        world.with("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: api, namespace: shop, annotations: {iam.gke.io/gcp-service-account: "%s"}}
                """.formatted(EMAIL));

        // When
        var left = left();

        // Then
        assertThat(left).containsExactly(new Left(KEY, Kind.KEY_HELD_NOWHERE));
    }

    @Test
    void aSecretThatNobodyRefersToHoldsItsKeyAllTheSame() {
        // Given
        google(false);
        secret();

        // When
        var left = left();

        // Then
        assertThat(left).containsExactly(new Left(new ObjectRef(Kinds.SECRET, "shop", "storage"), Kind.SECRET_UNUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "helm.sh/release.v1"})
    void whatOthersKeepForThemselvesIsNoOrphan(String type) {
        // Given
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata: {name: theirs, namespace: shop}
                type: %s
                """.formatted(type));

        // When
        var left = left();

        // Then
        assertThat(left).isEmpty();
    }

    @Test
    void onlyTheDefaultAccountOfANamespaceNeedsNoUser() {
        // Given
        world.with("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: shop}
                """, """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: idle, namespace: shop}
                """);

        // When
        var left = left();

        // Then
        assertThat(left)
                .containsExactly(
                        new Left(new ObjectRef(Kinds.SERVICE_ACCOUNT, "shop", "idle"), Kind.SERVICE_ACCOUNT_UNUSED));
    }
}
