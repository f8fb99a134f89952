package io.otalite.api.history;

import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.signing.KeyScheme;
import io.otalite.conformance.Covers;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Whatever is done to a factory, and in whichever order: each state that it exposes is a repository that every device can
 * follow. More histories: {@code -Djqwik.tries.default=1000}.
 */
class RepositoryHistoriesTest {
    @Property
    @Covers({"W1", "W3", "W5", "W6", "W7", "W10", "W12", "W13", "W16"})
    void everyExposedStateIsARepositoryThatDevicesFollow(@ForAll("histories") ActionChain<World> history) {
        history.withInvariant("rules of a repository", World::check).run();
    }

    @Provide
    ActionChainArbitrary<World> histories() {
        return ActionChain.startWith(World::new)
                .withAction(6, action(publications()))
                .withAction(2, action(names().map(name -> step("prune " + name, world -> world.prune(name)))))
                .withAction(
                        3,
                        action(Arbitraries.integers()
                                .between(1, 60)
                                .map(days -> step(days + " days pass", world -> world.pass(Duration.ofDays(days))))))
                .withAction(2, action(rotations()))
                .withAction(1, action(Arbitraries.just(step("root of others", World::addOfflineRootKey))))
                .withAction(
                        1,
                        action(Arbitraries.longs()
                                .between(0, 5000)
                                .map(above -> step("recover above " + above, world -> world.recover(above)))))
                .withAction(2, action(Arbitraries.just(step("crash", World::crash))))
                .withMaxTransformations(14);
    }

    private static Arbitrary<Transformer<World>> publications() {
        return Combinators.combine(names(), tags().set().ofMaxSize(3))
                .as((name, tags) -> step("publish %s %s".formatted(name, tags), world -> world.publish(name, tags)));
    }

    private static Arbitrary<Transformer<World>> rotations() {
        return Combinators.combine(
                        Arbitraries.of(RoleName.class), Arbitraries.integers().between(1, 3))
                .as((role, keys) -> step(
                        "rotate %s to %d keys".formatted(role, keys),
                        world -> world.rotate(role, new Rotation(KeyScheme.ED25519, keys, (keys + 1) / 2))));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "dir/c", "d");
    }

    private static Arbitrary<String> tags() {
        return Arbitraries.of("main", "devel", "v1.2_x");
    }

    private static Transformer<World> step(String name, Consumer<World> change) {
        return Transformer.mutate(name, change);
    }

    private static Action.Independent<World> action(Arbitrary<Transformer<World>> steps) {
        return () -> steps;
    }
}
