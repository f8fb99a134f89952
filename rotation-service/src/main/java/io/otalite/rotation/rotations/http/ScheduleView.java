package io.otalite.rotation.rotations.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.Scheduled;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule as REST shows it.
 *
 * @param entry left out where nothing in the Secret can be rotated
 * @param last since when the credential has been in use
 * @param next when its next rotation begins
 * @param rotation the one under way
 * @param problem what is wrong with it, or why the last attempt came to nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ScheduleView(
        ObjectRef secret,
        String entry,
        String every,
        String window,
        Optional<Instant> last,
        Optional<Instant> next,
        Optional<String> rotation,
        Optional<String> problem) {
    static ScheduleView of(Scheduled scheduled) {
        return new ScheduleView(
                scheduled.secret(),
                scheduled.entry(),
                scheduled.every(),
                scheduled.window(),
                scheduled.last(),
                scheduled.next(),
                scheduled.rotation(),
                scheduled.problem());
    }
}
