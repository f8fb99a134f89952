package io.otalite.api.roots;

import io.otalite.api.publication.RootUpdate;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A new root that waits for signatures.
 *
 * @param update what is known of it
 * @param signings of each dialect
 */
public record Ceremony(RootUpdate update, List<RootSigning> signings) {
    public Ceremony {
        signings = List.copyOf(signings);
    }

    static Ceremony of(RootUpdate update, Function<Dialect, Bytes> present) {
        var signings = update.candidates().entrySet().stream()
                .map(candidate ->
                        RootSigning.of(candidate.getKey(), present.apply(candidate.getKey()), candidate.getValue()))
                .sorted(Comparator.comparing(signing -> Dialect.all().indexOf(signing.dialect())))
                .toList();
        return new Ceremony(update, signings);
    }

    /** Whether both thresholds are met in every dialect. */
    public boolean complete() {
        return signings.stream().allMatch(signing -> signing.progress().complete());
    }
}
