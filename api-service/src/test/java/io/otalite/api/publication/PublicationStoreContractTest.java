package io.otalite.api.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.PublishTargets.Outcome;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditVerdict;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link PublicationStore}, proven through the use cases that rely on them. */
public abstract class PublicationStoreContractTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final FactoryName OTHER = new FactoryName("other");

    /** An empty store. */
    protected abstract PublicationStore store();

    @Test
    void aNewFactoryIsAWholeRepository() {
        var store = store();
        var house = new House(store);

        var factory = house.create(ACME).orElseThrow();

        assertThat(store.find(ACME)).contains(factory);
        assertThat(house.walkAsAFreshDevice(ACME).targets()).isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        var house = new House(store());
        house.create(ACME);

        assertThat(house.create(ACME)).isEmpty();
    }

    @Test
    void aPublicationIsVisibleWithAllItsDocuments() {
        var store = store();
        var house = new House(store);
        house.create(ACME);

        var outcome = house.publish(ACME, House.add("board-lmp-1"));

        var record = ((Outcome.Published) outcome).record();
        assertThat(record.version()).isEqualTo(new MetadataVersion(2));
        assertThat(store.publication(ACME, 2)).contains(record);
        assertThat(store.find(ACME).orElseThrow().head()).isEqualTo(record.version());
        assertThat(store.document(targets(2)).orElseThrow().sha256()).isEqualTo(record.sha256());
        assertThat(house.walkAsAFreshDevice(ACME).targets().keySet())
                .extracting(Object::toString)
                .anyMatch(name -> name.contains("board-lmp-1"));
    }

    @Test
    void whatFailsInTheMiddleLeavesNothing() {
        var store = store();
        var house = new House(store);
        house.create(ACME);

        assertThatThrownBy(() -> store.locked(ACME, locked -> {
                    locked.release(house.releaseAfter(locked));
                    locked.record(House.CHANGED);
                    throw new EditRefusedException(EditRefusedException.Reason.INVALID_TARGET, "", "afterwards");
                }))
                .isInstanceOf(EditRefusedException.class);

        assertThat(store.find(ACME).orElseThrow().head()).isEqualTo(new MetadataVersion(1));
        assertThat(store.document(targets(2))).isEmpty();
        assertThat(store.history(ACME, OptionalLong.empty(), 10)).hasSize(1);
        assertThat(store.auditTrail(ACME, 0, 10)).hasSize(1);
    }

    static Stream<Named<Consumer<PublicationStore.Locked>>> changes() {
        return Stream.of(
                Named.of("settings", locked -> locked.change(House.BOTH)),
                Named.of(
                        "a root update",
                        locked -> locked.put(new RootUpdate(House.NOW, "tester", "why", false, 0, Map.of()))),
                Named.of("the end of one", PublicationStore.Locked::endRootUpdate),
                Named.of(
                        "a release",
                        locked -> locked.release(
                                new Release(locked.factory().heads(), Optional.empty(), List.of(), List.of()))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void noChangeIsMadeWithoutItsEntry(Consumer<PublicationStore.Locked> change) {
        var store = store();
        var before = new House(store).create(ACME).orElseThrow();

        assertThatThrownBy(() -> store.locked(ACME, locked -> {
                    change.accept(locked);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(store.find(ACME)).contains(before);
        assertThat(store.rootUpdate(ACME)).isEmpty();
        assertThat(store.auditTrail(ACME, 0, 10)).hasSize(1);
    }

    @Test
    void noEntryIsMadeWithoutItsChange() {
        var store = store();
        new House(store).create(ACME);

        assertThatThrownBy(() -> store.locked(ACME, locked -> {
                    locked.record(House.CHANGED);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(store.auditTrail(ACME, 0, 10)).hasSize(1);
    }

    @Test
    void theTrailIsOneChainOfAFactoryAndIsPaged() throws IOException {
        var store = store();
        var house = new House(store);
        house.create(ACME);
        house.create(OTHER);
        house.publish(ACME, House.add("one"));
        house.publish(OTHER, House.add("one"));
        house.publish(ACME, House.add("two"));

        var trail = store.auditTrail(ACME, 0, 10);

        assertThat(trail).extracting(AuditLine::seq).containsExactly(1L, 2L, 3L);
        assertThat(store.auditTrail(ACME, 1, 1)).containsExactly(trail.get(1));
        assertThat(store.auditTrail(ACME, 3, 10)).isEmpty();
        assertThat(verdict(trail))
                .isInstanceOfSatisfying(
                        AuditVerdict.Intact.class,
                        intact -> assertThat(intact.factory()).isEqualTo(ACME));
    }

    private static AuditVerdict verdict(List<AuditLine> trail) throws IOException {
        var lines = trail.stream().map(line -> line.line() + "\n").collect(Collectors.joining());
        return AuditChain.verify(Bytes.utf8(lines).asInputStream(), Optional.empty());
    }

    @Test
    void publicationsOfOneFactoryFollowEachOtherWithoutAGap() throws Exception {
        var store = store();
        var house = new House(store);
        house.create(ACME);
        var edits = IntStream.range(0, 20)
                .mapToObj(i -> (Callable<Outcome>) () -> house.publish(ACME, House.add("board-lmp-" + i)))
                .toList();

        try (var callers = Executors.newFixedThreadPool(8)) {
            for (var done : callers.invokeAll(edits)) {
                assertThat(done.get()).isInstanceOf(Outcome.Published.class);
            }
        }

        assertThat(store.history(ACME, OptionalLong.empty(), 100))
                .extracting(publication -> publication.version().value())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 21).map(i -> 22 - i).boxed().toList());
        assertThat(house.walkAsAFreshDevice(ACME).targets()).hasSize(20);
        assertThat(verdict(store.auditTrail(ACME, 0, 100)))
                .isInstanceOfSatisfying(
                        AuditVerdict.Intact.class,
                        intact -> assertThat(intact.entries()).isEqualTo(21));
    }

    @Test
    void factoriesAndHistoriesArePaged() {
        var store = store();
        var house = new House(store);
        for (var name : List.of("b", "a", "c")) {
            house.create(new FactoryName(name));
        }
        house.create(ACME);
        house.publish(ACME, House.add("x"));
        house.publish(ACME, House.add("y"));

        assertThat(store.list(Optional.of(new FactoryName("a")), 2))
                .extracting(f -> f.name().value())
                .containsExactly("acme", "b");
        assertThat(store.history(ACME, OptionalLong.of(3), 1))
                .extracting(p -> p.version().value())
                .containsExactly(2L);
    }

    @Test
    void everySetOfEveryDialectIsServed() {
        var store = store();
        var house = new House(store);
        house.create(ACME, House.BOTH);
        house.publish(ACME, House.add("one", "main", "devel"));

        house.publish(ACME, House.add("two", "main"));

        for (var dialect : Dialect.all()) {
            assertThat(house.walkAsAFreshDevice(ACME, SetId.full(dialect)).targets())
                    .hasSize(2);
            assertThat(house.walkAsAFreshDevice(ACME, new SetId(dialect, "main"))
                            .targets())
                    .hasSize(2);
            assertThat(house.walkAsAFreshDevice(ACME, new SetId(dialect, "devel"))
                            .targets())
                    .hasSize(1);
            assertThat(store.served(ACME, new SetId(dialect, "other"), RoleName.TARGETS))
                    .isEmpty();
        }
    }

    @Test
    void whatIsDueIsFoundAndRefreshed() {
        var store = store();
        var house = new House(store);
        var factory = house.create(ACME, House.BOTH).orElseThrow();
        house.create(OTHER);
        house.publish(ACME, House.add("one", "main"));
        house.pass(Duration.ofDays(5));

        assertThat(store.toRefresh(house.now(), Optional.empty(), 10))
                .extracting(Factory::name)
                .containsExactlyInAnyOrder(ACME, OTHER);
        house.refreshing().refresh(ACME);

        var refreshed = store.find(ACME).orElseThrow();
        assertThat(refreshed.heads().versions().timestamp()).isEqualTo(new MetadataVersion(3));
        assertThat(refreshed.head()).isEqualTo(new MetadataVersion(2));
        assertThat(refreshed.heads().expiries().timestamp())
                .isAfter(factory.heads().expiries().timestamp());
        assertThat(store.toRefresh(house.now(), Optional.empty(), 10))
                .extracting(Factory::name)
                .containsExactly(OTHER);
        assertThat(store.expiring(Optional.empty(), 10))
                .extracting(Factory::name)
                .containsExactly(OTHER, ACME);
        assertThat(store.nextExpiries().orElseThrow().timestamp()).isEqualTo(House.NOW.plus(Duration.ofDays(8)));
        assertThat(house.walkAsAFreshDevice(ACME, new SetId(Dialect.ATS, "main"))
                        .targets())
                .hasSize(1);
    }

    @Test
    void settingsAndRootUpdatesAreKept() {
        var store = store();
        var house = new House(store);
        house.create(ACME);
        var settings = new FactorySettings(
                true, List.of(Dialect.TUF), new ClientLimits(70_000, 9_000_000, 32), Optional.of(new Retention(7)));
        var update = new RootUpdate(
                House.NOW,
                "tester",
                "why",
                true,
                12,
                Map.of(Dialect.TUF, Bytes.utf8("a"), Dialect.ATS, Bytes.utf8("b")));

        store.locked(ACME, locked -> {
            locked.change(settings);
            locked.put(update.with(Map.of(Dialect.TUF, Bytes.utf8("first"))));
            locked.put(update);
            locked.record(House.CHANGED);
            return true;
        });

        assertThat(store.find(ACME).orElseThrow().settings()).isEqualTo(settings);
        assertThat(store.rootUpdate(ACME)).contains(update);
        store.locked(ACME, locked -> {
            locked.endRootUpdate();
            locked.record(House.CHANGED);
            return true;
        });
        assertThat(store.rootUpdate(ACME)).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmpty() {
        var store = store();

        assertThat(store.find(OTHER)).isEmpty();
        assertThat(store.<Object>locked(OTHER, locked -> "work")).isEmpty();
        assertThat(store.document(targets(1))).isEmpty();
        assertThat(store.served(OTHER, SetId.full(Dialect.TUF), RoleName.TIMESTAMP))
                .isEmpty();
        assertThat(store.<Object>lockedUnlessBusy(OTHER, locked -> "work")).isEmpty();
        assertThat(store.rootUpdate(OTHER)).isEmpty();
        assertThat(store.nextExpiries()).isEmpty();
        assertThat(store.publication(OTHER, 1)).isEmpty();
        assertThat(store.history(OTHER, OptionalLong.empty(), 10)).isEmpty();
        assertThat(store.auditTrail(OTHER, 0, 10)).isEmpty();
    }

    private static DocumentIdentity targets(long version) {
        return new DocumentIdentity(
                ACME, Dialect.TUF, DocumentIdentity.FULL_SET, RoleName.TARGETS, new MetadataVersion(version));
    }
}
