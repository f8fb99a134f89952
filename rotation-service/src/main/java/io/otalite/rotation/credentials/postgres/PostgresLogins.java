package io.otalite.rotation.credentials.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.access.AccessToken;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.LoginId;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.SecretContents;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Logins of a database. Two passwords of one role cannot be good at the same time; so two roles of the same rights take turns, and the new
 * credential is a new password of the idle one. The role that had its turn stays, without a password.
 */
public final class PostgresLogins implements CredentialIssuer {
    private static final int SALT_BYTES = 16;
    private static final JsonMapper JSON = new JsonMapper();

    /** SQLSTATE of what a superuser, or who sets the server up, has to grant. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The class of SQLSTATEs of a wrong password, and of a role that must not log in. */
    private static final String INVALID_AUTHORISATION = "28";

    private final Servers servers;
    private final SecretContents contents;
    private final SecureRandom random;
    private final Clock clock;
    private final Looks looks;

    /** @param look between two looks at whether a login is in use */
    public PostgresLogins(
            PostgresServersConfig config, Duration look, SecretContents contents, SecureRandom random, Clock clock) {
        this(new Servers(config.servers()), new Looks(look), contents, random, clock);
    }

    PostgresLogins(Servers servers, Looks looks, SecretContents contents, SecureRandom random, Clock clock) {
        this.servers = servers;
        this.looks = looks;
        this.contents = contents;
        this.random = random;
        this.clock = clock;
    }

    private interface Work<T> {
        T in(Roles roles) throws SQLException;
    }

    /** In one transaction of the administrator. */
    private <T> T work(String server, Work<T> work) {
        try (var connection = servers.connect(server)) {
            connection.setAutoCommit(false);
            var result = work.in(new Roles(connection));
            connection.commit();
            return result;
        } catch (SQLException failure) {
            // Its message may quote the statement.
            if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
                throw new IssuerRefusedException(
                        "%s has no permission on the Postgres server %s".formatted(servers.admin(server), server));
            }
            throw new IssuerUnavailableException(
                    "The Postgres server %s did not do it (SQLSTATE %s)".formatted(server, failure.getSQLState()));
        }
    }

    @Override
    public String kind() {
        return Subjects.POSTGRES_LOGIN;
    }

    @Override
    public List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        try {
            var pair = LoginPair.of(subject);
            if (!servers.knows(pair.server())) {
                return List.of("No Postgres server %s is configured".formatted(pair.server()));
            }
            var current = LoginId.parse(subject.currentId().orElse(""));
            var idle = pair.idle(subject);
            var refusals = new ArrayList<>(work(pair.server(), roles -> refusals(roles, pair, current, idle)));
            unproven(subject, pair.server(), current.role()).ifPresent(refusals::add);
            return refusals;
        } catch (IssuerRefusedException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }

    /** Anybody may write the names of two roles to a Secret of their own; only the password proves that it is theirs. */
    private Optional<String> unproven(Subject subject, String server, String current) {
        var password = contents.read(subject.secret())
                .flatMap(entries -> Optional.ofNullable(
                        entries.get(subject.setting("password-entry").orElse(Subjects.PASSWORD))))
                .filter(found -> found.size() > 0);
        return password.isPresent() && letsIn(server, current, text(password.get()))
                ? Optional.empty()
                : Optional.of("The password in %s does not let %s in, so it is not given the next one"
                        .formatted(subject.secret(), current));
    }

    private boolean letsIn(String server, String role, String password) {
        try (var connection = servers.connect(server, role, password)) {
            return !connection.isClosed();
        } catch (SQLException refused) {
            var state = String.valueOf(refused.getSQLState());
            if (state.startsWith(INVALID_AUTHORISATION)) {
                return false;
            }
            throw new IssuerUnavailableException(
                    "Whether the password of %s is right cannot be told (SQLSTATE %s)".formatted(role, state));
        }
    }

    private static String text(Bytes password) {
        return new String(password.toArray(), StandardCharsets.UTF_8);
    }

    private static List<String> refusals(Roles roles, LoginPair pair, LoginId login, String idle) throws SQLException {
        var refusals = new ArrayList<String>();
        var current = login.role();
        for (var role : List.of(pair.group(), current, idle)) {
            if (!roles.exists(role)) {
                refusals.add("There is no role %s".formatted(role));
            }
        }
        if (!refusals.isEmpty()) {
            return refusals;
        }
        if (roles.canLogIn(current) && roles.standing(login) == Standing.GONE) {
            refusals.add(
                    "The comment on the role %1$s tells of another password; if the one in use was set by hand: comment on role %1$s is null"
                            .formatted(current));
        }
        for (var role : pair.roles()) {
            if (!roles.rights(role).contains(pair.group())) {
                refusals.add("The role %s is no member of %s".formatted(role, pair.group()));
            }
        }
        busy(roles, idle).ifPresent(refusals::add);
        var more = roles.rights(idle);
        more.removeAll(roles.rights(current));
        if (!more.isEmpty()) {
            refusals.add("The role %s has %s, which %s has not: its password would be a way to more"
                    .formatted(idle, more, current));
        }
        if (!roles.mayEndSessions()) {
            refusals.add(
                    "The sessions of a login that is disabled could not be ended: grant pg_signal_backend to the role"
                            + " that changes logins");
        }
        var ownings = roles.ownings(current);
        if (ownings > 0) {
            refusals.add(
                    "The role %s itself owns, or has grants on, %d objects, which %s would not have; give them to %s"
                            .formatted(current, ownings, idle, pair.group()));
        }
        return refusals;
    }

    private static Optional<String> busy(Roles roles, String idle) throws SQLException {
        if (roles.canLogIn(idle)) {
            return Optional.of("The role %s, whose turn it is, can still log in: an earlier rotation has not ended"
                    .formatted(idle));
        }
        return roles.sessions(idle) > 0
                ? Optional.of("The role %s, whose turn it is, still has sessions".formatted(idle))
                : Optional.empty();
    }

    @Override
    public Bytes intend(Subject subject) {
        // A password needs the same as a token: 256 random bits in letters that nothing has to quote.
        var password = AccessToken.generate(random).reveal();
        return Bytes.utf8(JSON.createObjectNode()
                .put("role", LoginPair.of(subject).idle(subject))
                .put("password", password)
                .toString());
    }

    /** What an intent says. */
    private record Intended(LoginId id, String password) {
        static Intended read(Bytes intent) {
            JsonNode json;
            try {
                json = JSON.readTree(intent.toArray());
            } catch (IOException quotesIt) {
                throw new IllegalArgumentException("The intent is not one of this issuer");
            }
            var password = json.path("password").asText();
            var digest = Bytes.utf8(password).sha256().hex();
            return new Intended(LoginId.of(json.path("role").asText(), digest, password.length()), password);
        }

        Issued issued() {
            return new Issued(
                    id.toString(),
                    Map.of(Subjects.USERNAME, Bytes.utf8(id.role()), Subjects.PASSWORD, Bytes.utf8(password)));
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    @Override
    public Issued issue(Subject subject, Bytes intent) {
        var pair = LoginPair.of(subject);
        var intended = Intended.read(intent);
        var role = pair.own(intended.id()).role();
        if (role.equals(pair.current(subject))) {
            throw new IssuerRefusedException("The role %s is in use; it is not its turn".formatted(role));
        }
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var verifier = ScramVerifier.of(intended.password(), salt);
        return work(pair.server(), roles -> {
            roles.lock(role);
            if (!roles.isSet(intended.id())) {
                var busy = busy(roles, role);
                if (busy.isPresent()) {
                    throw new IssuerRefusedException(busy.get());
                }
                roles.set(intended.id(), verifier);
            }
            return intended.issued();
        });
    }

    @Override
    public void discard(Subject subject, Bytes intent, Optional<String> issued) {
        var pair = LoginPair.of(subject);
        var id = pair.own(Intended.read(intent).id());
        var unused = work(pair.server(), roles -> {
            roles.lock(id.role());
            if (roles.isSet(id)) {
                roles.end(id.role());
            }
            return id;
        });
    }

    @Override
    public Proof prove(Subject subject, Issued issued) {
        var role = LoginId.parse(issued.id()).role();
        var password = text(issued.parts().getOrDefault(Subjects.PASSWORD, Bytes.utf8("")));
        try {
            var pair = LoginPair.of(subject);
            try (var connection = servers.connect(pair.server(), role, password)) {
                return prove(new Roles(connection), pair, role, pair.current(subject));
            }
        } catch (SQLException refused) {
            return new Proof.NotYet("Postgres does not let %s in (SQLSTATE %s)".formatted(role, refused.getSQLState()));
        } catch (IssuerRefusedException notConfigured) {
            return new Proof.NotYet(String.valueOf(notConfigured.getMessage()));
        }
    }

    private Proof prove(Roles roles, LoginPair pair, String role, String current) throws SQLException {
        var lacking = new TreeSet<>(roles.rights(current));
        lacking.removeAll(roles.rights(role));
        if (!lacking.isEmpty()) {
            return new Proof.Insufficient("The role %s lacks %s, which %s has".formatted(role, lacking, current));
        }
        var user = roles.currentUser();
        if (!user.equals(pair.group())) {
            return new Proof.Insufficient(
                    "What %s creates would belong to %s, not to %s: set the role of its sessions (ALTER ROLE … SET role)"
                            .formatted(role, user, pair.group()));
        }
        return new Proof.Proven(List.of(
                "%s was let in at %s".formatted(role, clock.instant()),
                "It acts as %s and is a member of all that %s is".formatted(user, current)));
    }

    /** A session that begins and ends between two looks is not seen, so that silence takes a series of them. */
    @Override
    public Usage usage(Subject subject, String id, Instant since) {
        try {
            var pair = LoginPair.of(subject);
            var role = pair.own(LoginId.parse(id)).role();
            var sessions = work(pair.server(), roles -> roles.sessions(role));
            var now = clock.instant();
            if (sessions == 0) {
                return new Usage.Silent(looks.nothing(id, since, now));
            }
            looks.end(id);
            return new Usage.Used(now);
        } catch (IssuerRefusedException unknown) {
            looks.end(id);
            return new Usage.Unknown("Sessions cannot be seen: " + unknown.getMessage());
        } catch (IssuerUnavailableException away) {
            looks.end(id);
            throw away;
        }
    }

    @Override
    public Standing standing(Subject subject, String id) {
        var pair = LoginPair.of(subject);
        return work(pair.server(), roles -> roles.standing(pair.own(LoginId.parse(id))));
    }

    @Override
    public void change(Subject subject, String id, Standing standing) {
        var pair = LoginPair.of(subject);
        var login = pair.own(LoginId.parse(id));
        var changed = work(pair.server(), roles -> {
            roles.lock(login.role());
            return change(roles, login, standing);
        });
        if (changed && standing != Standing.ENABLED) {
            endSessions(pair.server(), login.role());
        }
    }

    /** Whoever was let in before would stay for as long as they like; in a transaction of its own, so that nobody comes in meanwhile. */
    private void endSessions(String server, String role) {
        var unused = work(server, roles -> {
            roles.lock(role);
            if (!roles.canLogIn(role)) {
                roles.endSessions(role);
            }
            return role;
        });
    }

    /** @return whether it is that password that was changed */
    private static boolean change(Roles roles, LoginId login, Standing standing) throws SQLException {
        if (roles.standing(login) == Standing.GONE) {
            if (standing != Standing.GONE) {
                throw new IssuerRefusedException("The password %s is gone; its role may have another".formatted(login));
            }
            return false;
        }
        switch (standing) {
            case ENABLED -> roles.letIn(login.role(), true);
            case DISABLED -> roles.letIn(login.role(), false);
            case GONE -> roles.end(login.role());
        }
        return true;
    }
}
