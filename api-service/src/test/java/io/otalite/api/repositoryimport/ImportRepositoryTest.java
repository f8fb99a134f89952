package io.otalite.api.repositoryimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.SetId;
import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.roots.RootUpdates.Outcome;
import io.otalite.api.signing.KeyScheme;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.TrustedState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportRepositoryTest {
    private static final FactoryName ACME = new FactoryName("acme");

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    /** Its devices follow from what they have, over the first root of this service, to what is published here. */
    @ParameterizedTest
    @ValueSource(strings = {"tuf", "ats"})
    void theDevicesOfAForeignRepositoryGoOn(String dialectId) {
        var dialect = Dialect.fromId(dialectId);
        var foreign = new Foreign(dialect);
        var set = SetId.full(dialect);
        importing().create(ACME, foreign.settings(), foreign.repository(), "tester");
        var first = foreign.repository().roots().getFirst();
        var device = House.accepted(house.walk(ACME, set, TrustedState.ofRoot(first)))
                .state();
        assertThatThrownBy(() -> house.publish(ACME, House.add("one")))
                .isInstanceOf(MissingKeysException.class)
                .hasMessageContaining("root-update");

        var begun = house.roots().begin(ACME, adoption(), "tester");
        var payload =
                ((Outcome.Awaiting) begun).ceremony().signings().getFirst().payload();
        var signature = Bytes.copyOf(foreign.rootKey.sign(payload.toArray()));
        var published = house.roots().sign(ACME, dialect, List.of(signature), "tester");
        house.publish(ACME, House.add("one"));

        assertThat(published).isEqualTo(new Outcome.Published(new MetadataVersion(3), new MetadataVersion(42)));
        var targets = House.accepted(house.walk(ACME, set, device)).targets();
        assertThat(targets.version()).isEqualTo(new MetadataVersion(43));
        House.accepted(house.walk(ACME, set, TrustedState.ofRoot(first)));
        assertThat(house.keys().held(ACME).of(RoleName.TIMESTAMP)).hasSize(1);
    }

    @Test
    void itsRootsAndTargetsAreAnnouncedInOrder() {
        var foreign = new Foreign(Dialect.TUF);

        importing().create(ACME, foreign.settings(), foreign.repository(), "tester");

        assertThat(store.events())
                .hasExactlyElementsOfTypes(RootPublished.class, RootPublished.class, TargetsPublished.class);
    }

    @Test
    void aNameIsTakenOnce() {
        house.create(ACME);
        var foreign = new Foreign(Dialect.TUF);

        assertThat(importing().create(ACME, foreign.settings(), foreign.repository(), "tester"))
                .isEmpty();
    }

    @Test
    void whatWouldRollADeviceBackOrLeaveItBehindIsRefused() {
        var foreign = new Foreign(Dialect.TUF);
        var good = foreign.repository();
        var older = new Foreign(Dialect.TUF, 40).repository();

        refused(foreign, roots(good, List.of()), "all roots");
        refused(foreign, roots(good, good.roots().subList(1, 2)), "version 1");
        refused(foreign, roots(good, good.roots().reversed()), "5.3.5");
        refused(foreign, roots(good, good.roots().subList(0, 1)), "5.4.2");
        refused(foreign, with(good, older.targets(), good.snapshot(), good.timestamp()), "5.6");
        refused(foreign, with(good, good.targets(), older.snapshot(), good.timestamp()), "5.5");
        refused(foreign, with(good, good.targets(), good.snapshot(), older.timestamp()), "5.5");
        refused(foreign, with(good, Bytes.utf8("{"), good.snapshot(), good.timestamp()), "/targets");
        assertThat(store.find(ACME)).isEmpty();
    }

    private void refused(Foreign foreign, ForeignRepository repository, String reason) {
        assertThatThrownBy(() -> importing().create(ACME, foreign.settings(), repository, "tester"))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining(reason);
    }

    private ImportRepository importing() {
        return new ImportRepository(store, house.clock(), _ -> {});
    }

    private static RootChange adoption() {
        Map<RoleName, Rotation> rotate = new EnumMap<>(RoleName.class);
        for (var role : List.of(RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)) {
            rotate.put(role, new Rotation(KeyScheme.ED25519, 1, 1));
        }
        return new RootChange("Taken over", rotate, List.of(), Set.of(), OptionalInt.empty(), false, 0);
    }

    private static ForeignRepository roots(ForeignRepository good, List<Bytes> roots) {
        return new ForeignRepository(good.dialect(), roots, good.targets(), good.snapshot(), good.timestamp());
    }

    private static ForeignRepository with(ForeignRepository good, Bytes targets, Bytes snapshot, Bytes timestamp) {
        return new ForeignRepository(good.dialect(), good.roots(), targets, snapshot, timestamp);
    }

    /** Two roots and version 41 of everything, by keys that are not of this service. */
    private static final class Foreign {
        private final MetadataSigner rootKey = key(1);
        private final Dialect dialect;
        private final RoleSigners signers = new RoleSigners(Map.of(
                RoleName.ROOT, List.of(rootKey),
                RoleName.TARGETS, List.of(key(2)),
                RoleName.SNAPSHOT, List.of(key(3)),
                RoleName.TIMESTAMP, List.of(key(4))));
        private final Publication publication;

        Foreign(Dialect dialect) {
            this(dialect, 41);
        }

        Foreign(Dialect dialect, long version) {
            this.dialect = dialect;
            this.publication = Publication.sign(
                    dialect,
                    RepositoryVersions.all(new MetadataVersion(version)),
                    Collections.unmodifiableSortedMap(new TreeMap<>()),
                    signers,
                    House.LIFETIMES,
                    House.NOW);
        }

        FactorySettings settings() {
            return new FactorySettings(false, List.of(dialect), ClientLimits.DEFAULT, Optional.empty());
        }

        ForeignRepository repository() {
            return new ForeignRepository(
                    dialect,
                    List.of(root(MetadataVersion.FIRST, key(9)), root(new MetadataVersion(2), key(4))),
                    publication.targets(),
                    publication.snapshot(),
                    publication.timestamp());
        }

        private Bytes root(MetadataVersion version, MetadataSigner timestampKey) {
            Map<RoleName, List<MetadataSigner>> listed = new EnumMap<>(signers.signers());
            listed.put(RoleName.TIMESTAMP, List.of(timestampKey));
            var root = Root.of(
                    dialect, version, House.LIFETIMES.expiry(RoleName.ROOT, House.NOW), new RoleSigners(listed));
            return MetadataWriter.sign(dialect, root, List.of(rootKey));
        }

        private static MetadataSigner key(int number) {
            var seed = new byte[32];
            seed[0] = (byte) number;
            return Ed25519Key.fromSeed(seed);
        }
    }
}
