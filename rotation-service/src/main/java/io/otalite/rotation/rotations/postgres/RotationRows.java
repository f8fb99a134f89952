package io.otalite.rotation.rotations.postgres;

import io.otalite.rotation.rotations.Rotation;
import io.otalite.rotation.rotations.Rotation.Problem;
import io.otalite.rotation.rotations.RotationStore.Claim;
import io.otalite.rotation.rotations.RotationStore.Listed;
import io.otalite.rotation.rotations.RotationStore.Told;
import io.otalite.rotation.rotations.UnreadableRotationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads rows of the table of rotations, each for itself: one may be of a later version of this service. */
final class RotationRows {
    static final String COLUMNS = "id, plan, state, body, since, due, problem, problem_since, order_body";

    private RotationRows() {}

    /** A row that was claimed. */
    sealed interface Claimed {
        record Legible(Claim claim) implements Claimed {}

        record Illegible(String id, String problem) implements Claimed {}
    }

    static Claimed claimed(ResultSet row) throws SQLException {
        try {
            return new Claimed.Legible(new Claim(rotation(row), row.getLong("claim")));
        } catch (UnreadableRotationException unreadable) {
            var problem = "In the state %s: %s".formatted(row.getString("state"), unreadable.getMessage());
            return new Claimed.Illegible(row.getString("id"), problem);
        }
    }

    static Rotation rotation(ResultSet row) throws SQLException {
        var order = Optional.ofNullable(row.getString("order_body"));
        return new Rotation(
                row.getString("id"),
                RotationJson.plan(row.getString("plan")),
                RotationJson.state(row.getString("body")),
                instant(row, "since"),
                problem(row),
                order.map(RotationJson::order));
    }

    static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getString("id"),
                row.getString("state"),
                instant(row, "since"),
                row.getObject("due") == null,
                problem(row),
                readable(row));
    }

    private static Optional<Rotation> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(rotation(row));
        } catch (UnreadableRotationException _) {
            return Optional.empty();
        }
    }

    private static Optional<Problem> problem(ResultSet row) throws SQLException {
        var text = row.getString("problem");
        return text == null ? Optional.empty() : Optional.of(new Problem(text, instant(row, "problem_since")));
    }

    static Told told(ResultSet row) throws SQLException {
        return new Told(
                row.getLong("place"),
                instant(row, "at"),
                row.getString("state"),
                RotationJson.lines(row.getString("lines")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
