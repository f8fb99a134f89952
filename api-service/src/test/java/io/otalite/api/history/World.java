package io.otalite.api.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.targets.TargetsRequest;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A factory in both dialects, its devices, and everything that was ever served of it. */
final class World {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final Ed25519Key OFFLINE = Ed25519Key.fromSeed(new byte[32]);

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    /** Devices that update after each step, by the set that they follow. */
    private final Map<SetId, TrustedState> faithful = new HashMap<>();

    /** Devices that were shipped with a root, and have not been switched on since. */
    private final Map<Dialect, List<Bytes>> shipped = new HashMap<>();

    private final Map<DocumentIdentity, Bytes> seen = new HashMap<>();
    private Factory before;

    World() {
        before = house.create(ACME, House.BOTH).orElseThrow();
        check();
    }

    void publish(String name, Set<String> tags) {
        prune(name);
        house.publish(ACME, House.add(name, tags.toArray(String[]::new)));
    }

    void prune(String name) {
        if (current().contains(name)) {
            house.publish(
                    ACME,
                    TargetsRequest.remove(
                            "{\"targets\":[\"%s\"]}".formatted(name).getBytes(UTF_8)));
        }
    }

    void pass(Duration time) {
        for (long day = 0; day < time.toDays(); day++) {
            house.pass(Duration.ofDays(1));
            house.refreshing().refresh(ACME);
        }
    }

    void rotate(RoleName role, Rotation rotation) {
        var threshold = role == RoleName.ROOT ? OptionalInt.of(1) : OptionalInt.empty();
        change(new RootChange("Rotate", Map.of(role, rotation), List.of(), Set.of(), threshold, false, 0));
    }

    /** From then on the root needs a key that this service does not hold. */
    void addOfflineRootKey() {
        change(new RootChange(
                "Offline", Map.of(), List.of(OFFLINE.publicKey()), Set.of(), OptionalInt.of(2), false, 0));
    }

    void recover(long above) {
        house.roots().recover(ACME, "Recover", above, "tester");
        signOffline();
    }

    /** The process dies before its transaction ends. */
    void crash() {
        assertThatThrownBy(() -> store.locked(ACME, locked -> {
                    locked.release(house.releaseAfter(locked));
                    locked.record(House.CHANGED);
                    throw new IllegalStateException("Dead");
                }))
                .hasMessage("Dead");
    }

    private void change(RootChange change) {
        house.roots().begin(ACME, change, "tester");
        signOffline();
    }

    private void signOffline() {
        Dialect.all().forEach(dialect -> house.sign(ACME, dialect, OFFLINE));
    }

    /** What must be true of every state that anybody can see. */
    void check() {
        var now = store.find(ACME).orElseThrow();
        nothingServedHasChanged();
        versionsOnlyGoUp(now);
        everythingLastsLongEnough(now);
        for (var dialect : Dialect.all()) {
            everyRootIsThereAndWellFormed(dialect, now);
            for (var set : sets(dialect)) {
                devicesFollow(set);
            }
        }
        before = now;
    }

    /** W10, F9: also timestamps, whose numbered copies are served, so that bytes never change under a version (W6). */
    private void nothingServedHasChanged() {
        seen.forEach((identity, bytes) ->
                assertThat(store.document(identity)).as(identity.toString()).contains(bytes));
        seen.putAll(store.documents());
    }

    private void versionsOnlyGoUp(Factory now) {
        for (var role : RoleName.values()) {
            var head = now.heads().of(role);
            assertThat(head.isBelow(before.heads().of(role))).as(role.json()).isFalse();
        }
    }

    private void everythingLastsLongEnough(Factory now) {
        for (var role : List.of(RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)) {
            var lead = House.LIFETIMES.of(role).dividedBy(3);
            assertThat(now.heads().expiries().of(role))
                    .as(role.json())
                    .isAfter(house.now().plus(lead));
        }
    }

    private void everyRootIsThereAndWellFormed(Dialect dialect, Factory now) {
        shipped.put(dialect, new ArrayList<>());
        for (long version = 1; version <= now.heads().root().value(); version++) {
            var file = house.file(ACME, SetId.full(dialect), version + ".root.json")
                    .orElseThrow();
            var root = Root.parse(SignedMetadata.parse(dialect, file));
            assertThat(root.version()).isEqualTo(new MetadataVersion(version));
            noKeyServesTwoRoles(root);
            shipped.get(dialect).add(file);
        }
        var next = now.heads().root().next() + ".root.json";
        assertThat(house.file(ACME, SetId.full(dialect), next)).isEmpty();
    }

    /** W13: who steals the key of a timestamp can add no Target. */
    private static void noKeyServesTwoRoles(Root root) {
        Set<PublicKey> used = new HashSet<>();
        Arrays.stream(RoleName.values())
                .flatMap(role -> root.keysOf(role).values().stream())
                .forEach(key -> assertThat(used.add(key)).isTrue());
    }

    private List<SetId> sets(Dialect dialect) {
        return List.of(
                        SetId.full(dialect),
                        new SetId(dialect, "main"),
                        new SetId(dialect, "devel"),
                        new SetId(dialect, "v1.2_x"))
                .stream()
                .filter(set -> store.served(ACME, set, RoleName.TIMESTAMP).isPresent())
                .toList();
    }

    private void devicesFollow(SetId set) {
        var roots = shipped.get(set.dialect());
        var fresh = walk(set, TrustedState.ofRoot(roots.getFirst()));
        walk(set, TrustedState.ofRoot(roots.get(roots.size() / 2)));
        var known = Optional.ofNullable(faithful.get(set)).orElse(TrustedState.ofRoot(roots.getFirst()));
        aDeviceInTheMiddleOfAnUpdateIsNotLeftAlone(set, known);
        var state = walk(set, known);
        assertThat(state.timestamp()).isEqualTo(fresh.timestamp());
        faithful.put(set, state);
    }

    private TrustedState walk(SetId set, TrustedState trusted) {
        return House.accepted(house.walk(ACME, set, trusted)).state();
    }

    /** W12: it has looked for a new root a moment before there was one; at most its next update is the one that works. */
    private void aDeviceInTheMiddleOfAnUpdateIsNotLeftAlone(SetId set, TrustedState known) {
        var result = ClientWalk.walk(
                set.dialect(),
                known,
                name -> name.endsWith("root.json") ? Optional.empty() : house.file(ACME, set, name),
                house.now());
        if (result instanceof WalkResult.Accepted accepted) {
            walk(set, accepted.state());
        }
    }

    private Set<String> current() {
        Set<String> names = new HashSet<>();
        house.walkAsAFreshDevice(ACME).targets().keySet().forEach(name -> names.add(name.value()));
        return names;
    }
}
