package io.otalite.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One kill -9.
 *
 * @param victim the name of a process
 * @param promisesBefore how many more publications are promised before it happens
 */
record Kill(String victim, Moment moment, int promisesBefore) {
    private static final List<String> VICTIMS = List.of(TestSystem.API, TestSystem.BACKUP, TestSystem.KAFKA);
    private static final int MOST_PROMISES = 30;

    /** What has to be true when it happens. */
    enum Moment {
        /** There is a process. */
        STARTING,
        /** The process is ready. */
        READY,
        /** The process is ready, and the archive has what was promised a moment ago: everything is in motion. */
        ARCHIVING
    }

    /** In each round, every victim is hit at every moment once; the same seed gives the same order and the same pauses. */
    static List<Kill> plan(Random random, int rounds) {
        return IntStream.range(0, rounds)
                .mapToObj(_ -> round(random))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Kill> round(Random random) {
        var kills = new ArrayList<Kill>();
        for (var victim : VICTIMS) {
            for (var moment : Moment.values()) {
                kills.add(new Kill(victim, moment, random.nextInt(MOST_PROMISES)));
            }
        }
        Collections.shuffle(kills, random);
        return kills;
    }
}
