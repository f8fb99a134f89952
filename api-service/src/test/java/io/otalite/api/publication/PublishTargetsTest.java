package io.otalite.api.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.PublishTargets.Outcome;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

        var outcome = house.publish(ACME, House.add("board-lmp-1"), stale, 5_000_000);

        assertThat(outcome).isInstanceOf(Outcome.PreconditionFailed.class);
        assertThat(store.publication(ACME, 2)).isEmpty();
    }

    @Test
    void aPreconditionThatHoldsLetsThePublicationThrough() {
        var current = store.publication(ACME, 1).orElseThrow().sha256().hex();

        var outcome = house.publish(
                ACME, House.add("board-lmp-1"), new Precondition.OneOf(Set.of("other", current)), 5_000_000);

        assertThat(outcome).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void aDocumentLargerThanClientsReadIsNotPublished() {
        assertThatThrownBy(() -> house.publish(ACME, House.add("board-lmp-1"), new Precondition.None(), 100))
                .isInstanceOfSatisfying(
                        EditRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(EditRefusedException.Reason.TARGETS_TOO_LARGE));
        assertThat(store.publication(ACME, 2)).isEmpty();
    }

    @Test
    void anUnknownFactoryIsNamedAsSuch() {
        assertThat(house.publish(new FactoryName("nobody"), House.add("x"))).isInstanceOf(Outcome.NoSuchFactory.class);
    }
}
