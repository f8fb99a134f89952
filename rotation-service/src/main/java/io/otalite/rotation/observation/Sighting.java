package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.Optional;

/** What is known of an object that somebody refers to. Not to see it and to see that it is not there are two things. */
public sealed interface Sighting {
    /** It is there. */
    record Found(Observed object) implements Sighting {}

    /** It is not there. @param gone what it was, when it was there while this service watched */
    record Missing(Optional<Gone> gone) implements Sighting {}

    /**
     * Nobody can tell.
     *
     * @param reason for people
     * @param watched whether somebody tried to see it
     */
    record Unseen(String reason, boolean watched) implements Sighting {}

    /** An object that was deleted. @param at when that was noticed */
    record Gone(Observed last, Instant at) {}
}
