package io.otalite.local.system;

import java.time.Duration;

/** What a person who started the system wants to hear of it. */
public sealed interface Progress {

    /** A process that an earlier run left behind was stopped. */
    record LeftoverStopped(String process, long pid) implements Progress {}

    /** Something that takes a while and happens once. */
    record Preparing(String process, String what) implements Progress {}

    /** A process passed its probes, this long after its launch. */
    record Ready(String process, Duration after) implements Progress {}

    /** A process that was not ready for a while, and ran all the time, is ready again. */
    record Recovered(String process) implements Progress {}

    /** A process that was ready is not any more, and still runs. */
    record Unready(String process, String reason) implements Progress {}

    /** A process ended without being asked, and is started again after the pause. */
    record Restarting(String process, String ending, Duration pause) implements Progress {}

    /** A process ended because it was asked to. */
    record Stopped(String process) implements Progress {}
}
