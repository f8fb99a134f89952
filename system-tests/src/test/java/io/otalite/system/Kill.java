package io.otalite.system;

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

    /** The last one takes long to come, so it is the rarest. */
    private static final List<Moment> MOMENTS =
            List.of(Moment.STARTING, Moment.STARTING, Moment.READY, Moment.READY, Moment.ARCHIVING);

    /** What has to be true when it happens. */
    enum Moment {
        /** There is a process. */
        STARTING,
        /** The process is ready. */
        READY,
        /** The process is ready, and the archive has what was promised a moment ago: everything is in motion. */
        ARCHIVING
    }

    /** So many kills; the same seed gives the same ones. */
    static List<Kill> plan(Random random, int count) {
        return IntStream.range(0, count).mapToObj(_ -> next(random)).toList();
    }

    private static Kill next(Random random) {
        return new Kill(
                VICTIMS.get(random.nextInt(VICTIMS.size())),
                MOMENTS.get(random.nextInt(MOMENTS.size())),
                random.nextInt(MOST_PROMISES));
    }
}
