package io.otalite.rotation.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "database");

    private final MutableClock clock = new MutableClock(NOW);
    private final World world = new World(clock);
    private final List<Told> told = new ArrayList<>();

    private record Told(Optional<Observed> before, Optional<Observed> after, Set<ObjectRef> affected) {}

    private Observed put(String yaml) {
        var object = ObjectReader.read(TestWorld.object(yaml));
        world.put(object);
        return object;
    }

    private void listen() {
        world.addListener((before, after, affected) -> told.add(new Told(before, after, affected)));
    }

    private static String deployment(String podSpec) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop, uid: d1}
                spec: {template: {spec: {%s}}}
                """.formatted(podSpec);
    }

    private static String replicaSet(String secret) {
        return """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: api-1
                  namespace: shop
                  uid: r1
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: d1, controller: true}]
                spec: {template: {spec: {containers: [{name: c, envFrom: [{secretRef: {name: %s}}]}]}}}
                """.formatted(secret);
    }

    private static String secret(String version, String value) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: database, namespace: shop, resourceVersion: "%s"}
                data: {password: %s}
                """.formatted(version, value);
    }

    @Test
    void whoRunsAsAnAccountDependsOnItsPullSecrets() {
        // Given
        put(deployment("serviceAccountName: web"));
        put("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: web, namespace: shop}
                imagePullSecrets: [{name: registry}]
                """);

        // When
        var dependents = world.dependents(new ObjectRef(Kinds.SECRET, "shop", "registry"));

        // Then
        assertThat(dependents).containsExactly(API);
    }

    @Test
    void whoMountsAClaimDependsOnTheSecretsOfItsClass() {
        // Given
        put(deployment("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"));
        put("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: shop}
                spec: {storageClassName: fast}
                """);
        put("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: fast}
                parameters:
                  csi.storage.k8s.io/node-stage-secret-name: disk
                  csi.storage.k8s.io/node-stage-secret-namespace: storage
                """);

        // When
        var dependents = world.dependents(new ObjectRef(Kinds.SECRET, "storage", "disk"));

        // Then
        assertThat(dependents).containsExactly(API);
    }

    @Test
    void aRevisionStandsForItsDeployment() {
        // Given
        put(deployment("containers: []"));
        var revision = put(replicaSet("database"));

        // When
        var dependents = world.dependents(SECRET);

        // Then
        assertThat(dependents).containsExactly(API);
        assertThat(world.judged(revision)).contains(API);
        assertThat(world.controlledBy(world.find(API).orElseThrow())).containsExactly(revision);
    }

    @Test
    void aRevisionOfNobodyStandsForNothing() {
        // When
        var revision = put(replicaSet("database"));

        // Then
        assertThat(world.judged(revision)).isEmpty();
        assertThat(world.dependents(SECRET)).isEmpty();
    }

    @Test
    void ownersInACircleEnd() {
        // Given
        var circle = replicaSet("database")
                .replace("kind: Deployment, name: api, uid: d1", "kind: ReplicaSet, name: api-1, uid: r1");

        // When
        var dependents = CompletableFuture.supplyAsync(() -> {
            put(circle);
            return world.dependents(SECRET);
        });

        // Then
        assertThat(dependents).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Set.of());
    }

    @Test
    void everyChangeTellsWhomItAffects() {
        // Given
        put(deployment("containers: [{name: c, envFrom: [{secretRef: {name: database}}]}]"));
        listen();

        // When
        var first = put(secret("1", "QQ=="));
        var second = put(secret("2", "Qg=="));
        world.remove(SECRET);
        world.remove(SECRET);

        // Then
        assertThat(told)
                .containsExactly(
                        new Told(Optional.empty(), Optional.of(first), Set.of(API)),
                        new Told(Optional.of(first), Optional.of(second), Set.of(API)),
                        new Told(Optional.of(second), Optional.empty(), Set.of(API)));
    }

    @Test
    void theWriterOfASecretAffectsItsUsers() {
        // Given
        put(deployment("containers: [{name: c, envFrom: [{secretRef: {name: database}}]}]"));
        listen();

        // When
        put("""
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: e, namespace: shop}
                spec: {target: {name: database}}
                """);

        // Then
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.affected()).containsExactly(API));
    }

    @Test
    void whatIsNotReferredToAnyMoreAffectsNobody() {
        // Given
        put(deployment("containers: [{name: c, envFrom: [{secretRef: {name: database}}]}]"));
        put(deployment("containers: []"));
        listen();

        // When
        put(secret("1", "QQ=="));

        // Then
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.affected()).isEmpty());
        assertThat(world.referrers(SECRET)).isEmpty();
    }

    @Test
    void aWriteThatChangesNothingTellsNobodyAndIsTheNewEvidence() {
        // Given
        put(secret("1", "QQ=="));
        listen();

        // When
        put(secret("2", "QQ=="));

        // Then
        assertThat(told).isEmpty();
        assertThat(world.find(SECRET).orElseThrow().meta().resourceVersion()).isEqualTo("2");
    }

    @Test
    void onlyWhatIsSeenCanBeMissing() {
        // Given
        var elsewhere = new ObjectRef(Kinds.SECRET, "private", "database");
        world.see(Scope.everywhere(Kinds.SECRET));
        world.lose(new Scope(Kinds.SECRET, "private"), "no permission");

        // When
        var here = world.look(SECRET);
        var there = world.look(elsewhere);
        var other = world.look(new ObjectRef(Kinds.CONFIG_MAP, "shop", "settings"));

        // Then
        assertThat(here).isEqualTo(new Sighting.Missing(Optional.empty()));
        assertThat(there).isEqualTo(new Sighting.Unseen("no permission", true));
        assertThat(other).isEqualTo(new Sighting.Unseen("ConfigMap in shop is not watched", false));
    }

    @Test
    void whatWasSeenOnceIsNotKnownWhileItsScopeIsOutOfSight() {
        // Given
        world.see(Scope.everywhere(Kinds.SECRET));
        var secret = put(secret("1", "QQ=="));

        // When
        world.lose(Scope.everywhere(Kinds.SECRET), "away");

        // Then
        assertThat(world.look(SECRET)).isEqualTo(new Sighting.Unseen("away", true));
        world.see(Scope.everywhere(Kinds.SECRET));
        assertThat(world.look(SECRET)).isEqualTo(new Sighting.Found(secret));
    }

    @Test
    void theOldestViewOfASourceTellsHowOldThatIs() {
        // Given
        world.see(Scope.everywhere(Kinds.SECRET));
        world.see(Scope.everywhere(Kinds.GOOGLE_ACCOUNT));
        clock.pass(Duration.ofMinutes(1));
        world.see(Scope.everywhere(Kinds.POD));
        var before = Freshness.of(world, clock.instant());

        // When
        world.lose(Scope.everywhere(Kinds.SECRET), "away");
        var after = Freshness.of(world, clock.instant());

        // Then
        assertThat(before.sources())
                .containsExactly(new Freshness.Source("kubernetes", NOW, 60), new Freshness.Source("google", NOW, 60));
        assertThat(after.sources())
                .containsExactly(
                        new Freshness.Source("kubernetes", NOW.plusSeconds(60), 0),
                        new Freshness.Source("google", NOW, 60));
        assertThat(after.unseen()).containsExactly(new Freshness.Unseen(Kinds.SECRET, "", "away"));
        assertThat(world.views()).contains(new View(Scope.everywhere(Kinds.SECRET), Optional.of("away"), false, NOW));
    }

    @Test
    void whatWasDeletedIsRememberedUntilItIsBack() {
        // Given
        world.see(Scope.everywhere(Kinds.SECRET));
        var last = put(secret("1", "QQ=="));
        clock.pass(Duration.ofMinutes(1));

        // When
        world.remove(SECRET);

        // Then
        assertThat(world.look(SECRET))
                .isEqualTo(new Sighting.Missing(Optional.of(new Sighting.Gone(last, NOW.plusSeconds(60)))));
        var back = put(secret("2", "Qg=="));
        assertThat(world.look(SECRET)).isEqualTo(new Sighting.Found(back));
    }

    @Test
    void notEverythingThatWasDeletedIsRemembered() {
        // Given
        var meta = new Meta("", "", Optional.empty(), false, List.of(), Map.of());
        world.see(Scope.everywhere(Kinds.SERVICE));

        // When
        for (var number = 0; number <= 20_000; number++) {
            var ref = new ObjectRef(Kinds.SERVICE, "shop", "s" + number);
            world.put(new Plain(ref, meta, Map.of()));
            world.remove(ref);
        }

        // Then
        assertThat(world.look(new ObjectRef(Kinds.SERVICE, "shop", "s0")))
                .isEqualTo(new Sighting.Missing(Optional.empty()));
        assertThat(world.look(new ObjectRef(Kinds.SERVICE, "shop", "s1")))
                .isInstanceOfSatisfying(
                        Sighting.Missing.class,
                        missing -> assertThat(missing.gone()).isPresent());
    }
}
