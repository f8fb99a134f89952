package io.otalite.api.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.freshness.RefreshMetadata.Outcome;
import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.api.roots.RootChange;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.TrustedState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefreshMetadataTest {
    private static final FactoryName ACME = new FactoryName("acme");

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    @Test
    void nothingIsSignedBeforeItsTime() {
        house.create(ACME);
        house.pass(Duration.ofDays(2));

        assertThat(house.refreshing().refresh(ACME)).isEqualTo(Outcome.NOT_DUE);
        assertThat(house.refreshing().refresh(new FactoryName("nobody"))).isEqualTo(Outcome.NOT_DUE);
    }

    /** Two years in which nobody publishes and nobody reads: at no instant is anything expired, nor does a version go down. */
    @Test
    void aFactoryThatNobodyTouchesNeverExpires() {
        house.create(ACME, House.BOTH);
        house.publish(ACME, House.add("one", "main"));
        var set = new SetId(Dialect.ATS, "main");
        var state = TrustedState.ofRoot(house.file(ACME, set, "1.root.json").orElseThrow());
        var targets = factory().head();
        for (int day = 0; day < 2 * 365; day++) {
            house.pass(Duration.ofDays(1));
            house.refreshing().refresh(ACME);

            state = House.accepted(house.walk(ACME, set, state)).state();
        }

        assertThat(factory().heads().root().value()).isBetween(4L, 6L);
        assertThat(targets.isBelow(factory().head())).isTrue();
        assertThat(factory().heads().versions().timestamp().value()).isGreaterThan(150);
    }

    /** A root that awaits others' signatures for a year: meanwhile timestamps are signed when they are due, not at each look. */
    @Test
    void aRootThatWaitsMakesNoTimestampsTooMany() {
        house.create(ACME);
        var key = Ed25519Key.fromSeed(new byte[32]).publicKey();
        house.roots()
                .begin(
                        ACME,
                        new RootChange("Wait", Map.of(), List.of(key), Set.of(), OptionalInt.of(2), false, 0),
                        "tester");
        for (int day = 0; day < 390; day++) {
            house.pass(Duration.ofDays(1));
            house.refreshing().refresh(ACME);
        }

        assertThat(factory().heads().root()).isEqualTo(MetadataVersion.FIRST);
        assertThat(factory().heads().versions().timestamp().value()).isBetween(80L, 140L);
        house.walkAsAFreshDevice(ACME);
    }

    /** Something keeps the Targets from being signed; the timestamps do not die of it. */
    @Test
    void whatIsDueAndCannotBeDoneHoldsUpNothingElse() {
        house.create(ACME);
        house.publish(ACME, House.add("a" + "x".repeat(200)));
        house.publish(ACME, House.add("b" + "x".repeat(200)));
        house.publish(ACME, House.add("c" + "x".repeat(200)));
        store.locked(ACME, locked -> {
            locked.change(new FactorySettings(
                    false, List.of(Dialect.TUF), new ClientLimits(65_536, 1_000, 256), Optional.empty()));
            locked.record(House.CHANGED);
            return true;
        });
        for (int day = 0; day < 250; day++) {
            house.pass(Duration.ofDays(1));
            try {
                house.refreshing().refresh(ACME);
            } catch (EditRefusedException tooLarge) {
                // Shown to an operator by the loop.
            }
        }

        assertThat(factory().heads().expiries().timestamp()).isAfter(house.now());
        house.walkAsAFreshDevice(ACME);
    }

    @Test
    void oneOfTwoReplicasRefreshes() {
        house.create(ACME);
        house.pass(Duration.ofDays(5));

        assertThat(house.refreshing().refresh(ACME)).isEqualTo(Outcome.REFRESHED);
        assertThat(house.refreshing().refresh(ACME)).isEqualTo(Outcome.NOT_DUE);
        assertThat(factory().heads().versions().timestamp()).isEqualTo(new MetadataVersion(2));
    }

    @Test
    void factoriesThatWereMadeTogetherAreNotDueTogether() {
        var moments = IntStream.range(0, 300)
                .mapToObj(i -> house.create(new FactoryName("f-" + i)).orElseThrow())
                .map(factory -> factory.heads().refreshAt())
                .toList();
        var first = moments.stream().min(Comparator.naturalOrder()).orElseThrow();

        var inTheFirstHour = moments.stream()
                .filter(moment -> moment.isBefore(first.plus(Duration.ofHours(1))))
                .count();

        assertThat(inTheFirstHour).isLessThan(40);
    }

    private Factory factory() {
        return store.find(ACME).orElseThrow();
    }
}
