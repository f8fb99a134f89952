package io.otalite.rotation.restart.postgres;

import io.otalite.rotation.restart.Change;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which restart makes which other one needless, for as long as it is to come: who was covered by one that is given up waits again. All in
 * the transaction of whoever gives up or records, which has {@link PostgresInbox#LOCK}.
 */
final class Covers {
    /** Those that may be given up: what waits, and what would wait again if its cover were given up. */
    static final String PENDING = "(state = 'WAITING' or covered_by is not null)";

    /** A task as it was when it was recorded; whoever has taken it has lost it. */
    static final String ANEW = """
             set state = 'WAITING', reason = null, evidence = '{}', awaited = '', idle = false, stamped = false, covered_by = null,
                 claims = claims + 1, claimed_until = null, due_at = now(), updated_at = :now
            """;

    /**
     * What only waits is covered by a restart to come, which gives the pods what its own Secrets hold by then: by a later one, or by that
     * of a rotation of this service, which no event of others gives up, whatever time it names. One side is of this rotation: asked for
     * both at once, the database would compare all that waits with all that waits.
     */
    private static final String COVER = """
            update restart_task other
            set state = 'CANCELLED', reason = 'covered by ' || covering.rotation_id, covered_by = covering.id, updated_at = :now
            from restart_task covering
            where %s.rotation_id = :rotation and covering.rotation_id <> other.rotation_id
              and covering.workload = other.workload and covering.state = 'WAITING'
              and other.secrets <@ covering.secrets
              and (other.state = 'WAITING' or (other.state = 'WATCHING' and other.idle))
              and not (other.takes_back and not covering.takes_back)
              and (starts_with(other.rotation_id, :own), other.changed_at, other.id)
                < (starts_with(covering.rotation_id, :own), covering.changed_at, covering.id)""";

    private static final List<String> COVERED = List.of(COVER.formatted("covering"), COVER.formatted("other"));

    private static final String UNCOVER = "update restart_task" + ANEW + """
            where state = 'CANCELLED' and covered_by in (
              select id from restart_task where rotation_id = :rotation and state = 'CANCELLED' and covered_by is null)""";

    private Covers() {}

    /** Gives up what the tasks of a rotation make needless, and those of them that others make so. */
    static void cover(Handle handle, String rotationId, Instant now) {
        COVERED.forEach(update -> handle.createUpdate(update)
                .bind("rotation", rotationId)
                .bind("own", Change.OWN)
                .bind("now", now)
                .execute());
    }

    /** Takes up again what was covered by tasks of a rotation that were given up. */
    static void uncover(Handle handle, String rotationId, Instant now) {
        handle.createUpdate(UNCOVER)
                .bind("rotation", rotationId)
                .bind("now", now)
                .execute();
    }
}
