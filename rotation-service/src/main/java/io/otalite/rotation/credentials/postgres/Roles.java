package io.otalite.rotation.credentials.postgres;

import io.otalite.rotation.credentials.LoginId;
import io.otalite.rotation.credentials.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Roles, in one open connection. The generation of a role's password stands in the comment on the role and is written in the transaction
 * that sets the password, so that neither is ever seen without the other.
 */
record Roles(Connection connection) {
    private static final String MARK = "ota-lite generation ";
    private static final String NONE = "none";

    /** A role as the server has it. @param generation of its password; empty where this service has not set it yet */
    private record Found(boolean login, Optional<String> generation) {}

    /** Until the end of the transaction nobody else of this service changes the role. */
    void lock(String role) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "ota-lite login " + role);
            statement.execute();
        }
    }

    private Optional<Found> find(String role) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select rolcanlogin, shobj_description(oid, 'pg_authid') from pg_roles where rolname = ?")) {
            statement.setString(1, role);
            var row = statement.executeQuery();
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(new Found(
                    row.getBoolean(1),
                    Optional.ofNullable(row.getString(2))
                            .filter(comment -> comment.startsWith(MARK))
                            .map(comment -> comment.substring(MARK.length()))));
        }
    }

    /** What becomes of somebody who presents that password. One that was replaced is gone. */
    Standing standing(LoginId id) throws SQLException {
        var found = find(id.role());
        if (found.isEmpty()
                || found.get()
                        .generation()
                        .filter(own -> !own.equals(id.generation()))
                        .isPresent()) {
            return Standing.GONE;
        }
        return found.get().login() ? Standing.ENABLED : Standing.DISABLED;
    }

    /** Whether the role has this password, by the generation that was written with it. */
    boolean isSet(LoginId id) throws SQLException {
        return find(id.role()).flatMap(Found::generation).equals(Optional.of(id.generation()));
    }

    boolean exists(String role) throws SQLException {
        return find(role).isPresent();
    }

    boolean canLogIn(String role) throws SQLException {
        return find(role).map(Found::login).orElse(false);
    }

    /** Lets the role in with a password. @param verifier in its place */
    void set(LoginId id, String verifier) throws SQLException {
        alter(id.role(), "login password " + literal(verifier));
        comment(id.role(), id.generation());
    }

    void letIn(String role, boolean login) throws SQLException {
        alter(role, login ? "login" : "nologin");
    }

    /** The role stays, for its next turn; no password lets it in any more. */
    void end(String role) throws SQLException {
        alter(role, "nologin password null");
        comment(role, NONE);
    }

    /** How many sessions the role has now. @throws SQLException also when they cannot be seen */
    int sessions(String role) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select count(*) filter (where usename = ?), count(*) filter (where pid = pg_backend_pid())"
                        + " from pg_stat_activity")) {
            statement.setString(1, role);
            var row = statement.executeQuery();
            if (!row.next() || row.getInt(2) != 1) {
                throw new SQLException("sessions cannot be seen", "42501");
            }
            return row.getInt(1);
        }
    }

    /** Whether this session may end those of others. */
    boolean mayEndSessions() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_has_role(current_user, 'pg_signal_backend', 'USAGE')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** @throws SQLException also when that is not allowed */
    void endSessions(String role) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = ?")) {
            statement.setString(1, role);
            statement.execute();
        }
    }

    /** The roles it is a member of, directly or not, and what it is by itself beyond being let in. */
    TreeSet<String> rights(String role) throws SQLException {
        var rights = new TreeSet<String>(strings("""
                select other.rolname from pg_roles other, pg_roles self
                where self.rolname = ? and other.oid <> self.oid and pg_has_role(self.oid, other.oid, 'MEMBER')""", role));
        rights.addAll(strings("""
                select right_name from pg_roles, lateral (values
                  ('superuser', rolsuper), ('createrole', rolcreaterole), ('createdb', rolcreatedb),
                  ('replication', rolreplication), ('bypassrls', rolbypassrls)) as rights(right_name, has)
                where rolname = ? and has""", role));
        return rights;
    }

    /** How many objects the role owns, or has grants on, by itself: they do not come with the other role. */
    int ownings(String role) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select count(*) from pg_shdepend, pg_roles
                where rolname = ? and refclassid = 'pg_authid'::regclass and refobjid = pg_roles.oid
                  and deptype in ('o', 'a', 'r')""")) {
            statement.setString(1, role);
            var row = statement.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    /** The role whose rights this session has, and to whom belongs what it creates. */
    String currentUser() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private List<String> strings(String query, String role) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, role);
            var row = statement.executeQuery();
            var found = new ArrayList<String>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    private void comment(String role, String generation) throws SQLException {
        execute("comment on role %s is %s".formatted(identifier(role), literal(MARK + generation)));
    }

    private void alter(String role, String what) throws SQLException {
        execute("alter role %s %s".formatted(identifier(role), what));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Statements about roles take no parameters. */
    private String identifier(String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.enquoteIdentifier(name, true);
        }
    }

    private String literal(String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.enquoteLiteral(text);
        }
    }
}
