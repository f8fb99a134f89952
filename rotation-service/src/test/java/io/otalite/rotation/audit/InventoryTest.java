package io.otalite.rotation.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.audit.Inventory.Item;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "database");

    private static Inventory read(String yaml) {
        return Inventory.read(TestWorld.object(yaml), "inventory.yaml");
    }

    @Test
    void whatIsListedExistsAndOnlyWhatIsListedCompletelyCanBeMissing() {
        // Given
        var inventory = read("""
                apiVersion: ota-lite.io/v1
                kind: Inventory
                complete:
                  - {kinds: [Secret], namespaces: [shop]}
                  - {kinds: [StorageClass]}
                objects:
                  - {kind: Secret, namespace: shop, name: database, keys: [user, password]}
                  - {kind: ServiceAccount, namespace: shop, name: web}
                  - {kind: StorageClass, name: fast}
                """);
        var world = new World(CLOCK);

        // When
        inventory.addTo(world);

        // Then
        assertThat(world.look(SECRET))
                .isInstanceOfSatisfying(
                        Sighting.Found.class,
                        found -> assertThat(
                                        ((DataObject) found.object()).entries().keySet())
                                .containsExactly("password", "user"));
        assertThat(world.find(new ObjectRef(Kinds.SERVICE_ACCOUNT, "shop", "web")))
                .isPresent();
        assertThat(world.look(new ObjectRef(Kinds.STORAGE_CLASS, "", "fast"))).isInstanceOf(Sighting.Found.class);
        assertThat(world.look(new ObjectRef(Kinds.STORAGE_CLASS, "", "slow"))).isInstanceOf(Sighting.Missing.class);
        assertThat(world.look(new ObjectRef(Kinds.SECRET, "shop", "other"))).isInstanceOf(Sighting.Missing.class);
        assertThat(world.look(new ObjectRef(Kinds.SECRET, "bank", "other"))).isInstanceOf(Sighting.Unseen.class);
        assertThat(world.look(new ObjectRef(Kinds.CLAIM, "shop", "data"))).isInstanceOf(Sighting.Unseen.class);
    }

    @Test
    void twoSecretsOfWhichOnlyNamesAreKnownHaveNotTheSameContent() {
        // Given
        var world = new World(CLOCK);
        read("""
                apiVersion: ota-lite.io/v1
                kind: Inventory
                objects:
                  - {kind: Secret, namespace: shop, name: database, keys: [password]}
                  - {kind: Secret, namespace: shop, name: other, keys: [password]}
                """).addTo(world);

        // When
        var one = (DataObject) world.find(SECRET).orElseThrow();

        // Then
        assertThat(world.withContentOf(one)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{kind: Secret}", "{name: database}", "just a text"})
    void anObjectWithoutKindOrNameIsRefused(String object) {
        // When
        var reading = assertThatThrownBy(() -> read("""
                apiVersion: ota-lite.io/v1
                kind: Inventory
                objects: [%s]
                """.formatted(object)));

        // Then
        reading.isInstanceOf(AuditException.class)
                .hasMessageContaining("inventory.yaml: each of \"objects\" has a kind and a name");
    }

    @Test
    void anInventoryOfAnotherVersionIsRefused() {
        // Given
        var later = TestWorld.object("{apiVersion: ota-lite.io/v2, kind: Inventory}");

        // When
        var reading = assertThatThrownBy(() -> Inventory.read(later, "inventory.yaml"));

        // Then
        assertThat(Inventory.isOne(later)).isTrue();
        reading.isInstanceOf(AuditException.class).hasMessageContaining("ota-lite.io/v2; ota-lite.io/v1 is understood");
    }

    @Test
    void anInventoryOfOthersIsAnObjectLikeAnyOther() {
        assertThat(Inventory.isOne(TestWorld.object("{apiVersion: acme.io/v1, kind: Inventory}")))
                .isFalse();
    }

    @Test
    void theInventoryOfAWorldHasNamesOfWhatManifestsDependOn() {
        // Given
        var world = world();

        // When
        var inventory = Inventory.of(world, Set.of());

        // Then
        assertThat(inventory.complete())
                .contains(Scope.everywhere(Kinds.SECRET))
                .doesNotContain(Scope.everywhere(Kinds.POD), Scope.everywhere(Kinds.CONFIG_MAP));
        assertThat(inventory.objects())
                .containsExactly(
                        new Item(new ObjectRef(Kinds.STORAGE_CLASS, "", "fast"), List.of()),
                        new Item(new ObjectRef(Kinds.SECRET, "bank", "vault"), List.of("pin")),
                        new Item(SECRET, List.of("password", "user")));
    }

    @Test
    void theInventoryOfANamespaceIsCompleteThereAndNowhereElse() {
        // Given
        var world = world();

        // When
        var inventory = Inventory.of(world, Set.of("shop"));

        // Then
        assertThat(inventory.complete())
                .contains(new Scope(Kinds.SECRET, "shop"), Scope.everywhere(Kinds.STORAGE_CLASS))
                .doesNotContain(Scope.everywhere(Kinds.SECRET));
        assertThat(inventory.objects())
                .extracting(item -> item.ref().namespace())
                .containsExactly("", "shop");
    }

    private static World world() {
        var world = new TestWorld(CLOCK).with("""
                apiVersion: v1
                kind: Secret
                metadata: {name: database, namespace: shop}
                stringData: {user: u, password: p}
                """, """
                apiVersion: v1
                kind: Secret
                metadata: {name: vault, namespace: bank}
                stringData: {pin: "1"}
                """, """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: fast}
                """, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec: {template: {spec: {containers: []}}}
                """).world();
        world.lose(Scope.everywhere(Kinds.CONFIG_MAP), "no permission");
        return world;
    }
}
