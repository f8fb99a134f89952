package io.otalite.system.judge;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All judges, and which of them are here. The property {@code ota.judges} says what is asked of a run: {@code present} (the
 * default) takes those that are installed or can be within a minute, {@code all} fails when one is absent, as a release must.
 */
public final class Judges implements AutoCloseable {
    private static final String PROPERTY = "ota.judges";

    private enum Demand {
        PRESENT(Duration.ofMinutes(1)),
        ALL(Duration.ofMinutes(5));

        private final Duration limit;

        Demand(Duration limit) {
            this.limit = limit;
        }

        static Demand of(String value) {
            return Stream.of(values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("%s is present or all, not %s".formatted(PROPERTY, value)));
        }
    }

    private final List<Judge> all;

    private Judges(List<Judge> all) {
        this.all = all;
    }

    /** Installs what can be installed, all at the same time. */
    public static Judges convene() {
        var demand = Demand.of(System.getProperty(PROPERTY, "present"));
        var judges = new Judges(Stream.concat(
                        Stream.<Judge>of(new SigstoreJava()),
                        Recipe.all().map(recipe -> new ExternalJudge(recipe, demand.limit)))
                .toList());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            judges.all.forEach(judge -> threads.execute(judge::absent));
        }
        if (demand == Demand.ALL && judges.present().size() < judges.all.size()) {
            throw new IllegalStateException("All judges are demanded. " + judges);
        }
        return judges;
    }

    public List<Judge> present() {
        return all.stream().filter(judge -> judge.absent().isEmpty()).toList();
    }

    /** {@code Judged by: tuf-js 5.0.1; absent: go-tuf v2.4.2 (no go)}. */
    @Override
    public String toString() {
        var here = present().stream().map(Judges::title).collect(Collectors.joining(", "));
        var absent = all.stream()
                .flatMap(judge -> judge.absent().stream().map(why -> "%s (%s)".formatted(title(judge), why)))
                .collect(Collectors.joining(", "));
        return "Judged by: " + here + (absent.isEmpty() ? "" : "; absent: " + absent);
    }

    static String title(Judge judge) {
        return judge.name() + " " + judge.version();
    }

    @Override
    public void close() {
        all.forEach(Judge::close);
    }
}
