package io.otalite.system.judge.ats;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What can be wrong with a repository of version 6, and how a device says so. A device that has seen nothing starts at the
 * first root; the others are at the second.
 */
final class Mutations {
    private Mutations() {}

    /** One thing that is wrong, and what a device that has seen this version before must answer. */
    record Mutation(String name, long seenBefore, Rule rule, String message, Consumer<AtsRepository> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Mutation> all() {
        return Stream.of(FileMutations.all(), RootMutations.all(), TargetMutations.all())
                .flatMap(List::stream)
                .toList();
    }

    static Mutation fresh(String name, Rule rule, String message, Consumer<AtsRepository> change) {
        return new Mutation(name, 0, rule, message, change);
    }

    static Mutation later(String name, Rule rule, String message, Consumer<AtsRepository> change) {
        return new Mutation(name, 5, rule, message, change);
    }
}
