package io.otalite.api.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.api.publication.PublishTargets.Outcome;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.api.targets.TargetsRequest;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import io.otalite.tuf.TrustedState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTargetsTest {
    private static final FactoryName ACME = new FactoryName("acme");

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    @BeforeEach
    void aFactory() {
        house.create(ACME);
    }

    @Test
    void theRootIsAnnouncedBeforeTheTargetsItVerifies() {
        assertThat(store.events()).hasExactlyElementsOfTypes(RootPublished.class, TargetsPublished.class);
    }

    @Test
    void everyEventNamesItsPredecessor() {
        house.publish(ACME, House.add("board-lmp-1"));

        var first = (TargetsPublished) store.events().get(1);
        var second = (TargetsPublished) store.events().get(2);
        assertThat(first.previous()).isEqualTo(Optional.empty());
        assertThat(second.previous()).contains(first.sha256());
        assertThat(second.identity()).hasToString("acme/tuf/full/targets/2");
    }

    @Test
    void aStalePreconditionWritesNothing() {
        var stale = new Precondition.OneOf(Set.of("0".repeat(64)));

        var outcome = house.publish(ACME, House.add("board-lmp-1"), stale);

        assertThat(outcome).isInstanceOf(Outcome.PreconditionFailed.class);
        assertThat(store.publication(ACME, 2)).isEmpty();
    }

    @Test
    void aPreconditionThatHoldsLetsThePublicationThrough() {
        var current = store.publication(ACME, 1).orElseThrow().sha256().hex();

        var outcome = house.publish(ACME, House.add("board-lmp-1"), new Precondition.OneOf(Set.of("other", current)));

        assertThat(outcome).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void aDocumentLargerThanClientsReadIsNotPublishedAndItsCureIsNamed() {
        for (int i = 1; i <= 12; i++) {
            house.publish(ACME, House.add("board-lmp-" + i, i, "main"));
        }
        limit(2_500);

        assertThatThrownBy(() -> house.publish(ACME, House.add("board-lmp-13", 13, "main")))
                .isInstanceOfSatisfying(
                        EditRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(EditRefusedException.Reason.TARGETS_TOO_LARGE))
                .hasMessageContaining("at most 2500")
                .hasMessageContaining("board-lmp-1, board-lmp-2, board-lmp-3");
        assertThat(store.publication(ACME, 14)).isEmpty();
    }

    @Test
    void aDocumentThatIsNearlyTooLargeIsPublishedWithAWarning() {
        house.publish(ACME, House.add("a" + "x".repeat(200)));
        limit(1_100);

        var outcome = house.publish(ACME, House.add("b" + "x".repeat(200)));

        assertThat(((Outcome.Published) outcome).warnings())
                .singleElement()
                .asString()
                .contains("acme/tuf/full/targets/3", "of the 1100 bytes");
    }

    /** One byte under a limit, at it, and one over. */
    @ParameterizedTest
    @CsvSource({"1, true", "0, true", "-1, false"})
    void theLimitIsExact(int room, boolean published) {
        for (var other : List.of("a", "b", "c", "d")) {
            house.publish(ACME, House.add(other + "x".repeat(200)));
        }
        var name = "board-lmp-1";
        house.publish(ACME, House.add(name, "main"));
        var size = store.served(ACME, SetId.full(Dialect.TUF), RoleName.TARGETS)
                .orElseThrow()
                .size();
        house.publish(
                ACME,
                TargetsRequest.remove("{\"targets\":[\"%s\"]}".formatted(name).getBytes(UTF_8)));
        limit(size + room);

        var outcome = catchThrowable(() -> house.publish(ACME, House.add(name, "main")));

        assertThat(outcome == null).isEqualTo(published);
    }

    @Test
    void retentionRemovesWhatNoTagKeepsAndNothingElse() {
        store.locked(ACME, locked -> {
            locked.change(new FactorySettings(
                    false, List.of(Dialect.TUF), ClientLimits.DEFAULT, Optional.of(new Retention(2))));
            locked.record(House.CHANGED);
            return true;
        });
        house.publish(ACME, House.add("stable-1", 1, "stable"));
        house.publish(ACME, House.add("both-2", 2, "stable", "main"));
        house.publish(ACME, House.add("main-3", 3, "main"));
        house.publish(ACME, House.add("untagged-1", 1));

        house.publish(ACME, House.add("main-4", 4, "main"));
        var last = house.publish(ACME, House.add("stable-5", 5, "stable"));

        assertThat(((Outcome.Published) last).warnings())
                .containsExactly("Removed by retention, as no tag keeps them: stable-1.");
        assertThat(house.walkAsAFreshDevice(ACME).targets().keySet())
                .extracting(TargetName::value)
                .containsExactlyInAnyOrder("both-2", "main-3", "main-4", "stable-5", "untagged-1");
        assertThat(store.publication(ACME, 7).orElseThrow().summary()).contains("removed 1 that no tag keeps");
    }

    @Test
    void tagsOfBeforeThatNameNoSetMakeNone() {
        var custom = JsonNodeFactory.instance.objectNode();
        custom.putArray("tags").add("feature/x").add("").add("full").add("main").add(7);
        var target = new Target(0, new TreeMap<>(Map.of("sha256", "a".repeat(64))), custom);

        var sets = TargetSets.of(new TreeMap<>(Map.of(new TargetName("old"), target)));

        assertThat(sets.byName().keySet()).containsExactly("full", "main");
    }

    @Test
    void atMostSixtyFourTagsAreServed() {
        var tags = IntStream.rangeClosed(2, 64).mapToObj(i -> "tag-" + i).toArray(String[]::new);
        house.publish(ACME, House.add("board-lmp-1", "tag-1"));
        house.publish(ACME, House.add("board-lmp-2", tags));

        assertThatThrownBy(() -> house.publish(ACME, House.add("more", "one-more")))
                .isInstanceOf(EditRefusedException.class)
                .hasMessageContaining("65 tags, at most 64");
    }

    @Test
    void theSetOfATagThatNoTargetHasIsNotServedAndComesBackWithHigherVersions() {
        var main = new SetId(Dialect.TUF, "main");
        house.publish(ACME, House.add("board-lmp-1", "main"));
        var device = TrustedState.ofRoot(house.file(ACME, main, "1.root.json").orElseThrow());
        var known = House.accepted(house.walk(ACME, main, device)).state();

        house.publish(ACME, TargetsRequest.remove("{\"targets\":[\"board-lmp-1\"]}".getBytes(UTF_8)));

        assertThat(store.served(ACME, main, RoleName.TIMESTAMP)).isEmpty();
        house.publish(ACME, House.add("board-lmp-2", "main"));
        assertThat(House.accepted(house.walk(ACME, main, known)).targets().targets())
                .hasSize(1);
    }

    @Test
    void aKeyOfTheRootThatIsNotHeldIsNamed() {
        house.keys().discard(ACME, timestampKeys());

        assertThatThrownBy(() -> house.publish(ACME, House.add("x")))
                .isInstanceOf(MissingKeysException.class)
                .hasMessageContaining("timestamp");
    }

    private Set<KeyId> timestampKeys() {
        return Set.of(house.keys()
                .held(ACME)
                .of(RoleName.TIMESTAMP)
                .getFirst()
                .publicKey()
                .keyId());
    }

    private void limit(int targets) {
        store.locked(ACME, locked -> {
            locked.change(new FactorySettings(
                    false, List.of(Dialect.TUF), new ClientLimits(65_536, targets, 256), Optional.empty()));
            locked.record(House.CHANGED);
            return true;
        });
    }

    @Test
    void anUnknownFactoryIsNamedAsSuch() {
        assertThat(house.publish(new FactoryName("nobody"), House.add("x"))).isInstanceOf(Outcome.NoSuchFactory.class);
    }
}
