package io.otalite.rotation.findings.postgres;

import io.quarkus.credentials.CredentialsProvider;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries the login of this process until the database lets it in for the first time. When its own login was rotated, the service is
 * restarted on the new one, and nobody but the instances with the old one can go back: they must not end before a new one is let in. A
 * database that does not answer says nothing of the login.
 */
public final class FirstLogin implements AutoCloseable {
    private static final String SECONDS = "5";
    private static final long PAUSE_SECONDS = 1;

    /** The class of SQLSTATEs of a wrong password, and of a role that must not log in. */
    private static final String INVALID_AUTHORISATION = "28";

    private enum Answer {
        NOT_ASKED,
        NONE,
        REFUSED,
        LET_IN
    }

    private final String jdbcUrl;
    private final Optional<String> user;
    private final Supplier<Map<String, String>> login;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = Answer.NOT_ASKED;

    /**
     * @param user who it is where the login has no name
     * @param login as {@link LoginFiles#getCredentials} tells it, asked for each attempt
     */
    public FirstLogin(String jdbcUrl, Optional<String> user, Supplier<Map<String, String>> login) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.login = login;
    }

    public void start() {
        Thread.ofVirtual().name("first-login").start(this::run);
    }

    private void run() {
        try {
            do {
                answer = ask(answer);
            } while (answer != Answer.LET_IN && !closed.await(PAUSE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer ask(Answer before) {
        try (var _ = DriverManager.getConnection(jdbcUrl, properties())) {
            return Answer.LET_IN;
        } catch (SQLException failure) {
            return String.valueOf(failure.getSQLState()).startsWith(INVALID_AUTHORISATION)
                    ? Answer.REFUSED
                    : unanswered(before);
        } catch (UncheckedIOException noPassword) {
            return unanswered(before);
        }
    }

    private static Answer unanswered(Answer before) {
        return before == Answer.REFUSED ? before : Answer.NONE;
    }

    private Properties properties() {
        var properties = new Properties();
        user.ifPresent(name -> properties.setProperty(CredentialsProvider.USER_PROPERTY_NAME, name));
        login.get().forEach(properties::setProperty);
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        return properties;
    }

    /** Why this instance must not take the place of another one, for people; empty once it was let in, or when nobody can tell. */
    public Optional<String> hindrance() {
        return switch (answer) {
            case NOT_ASKED -> Optional.of("the database was not asked yet whether it lets this service in");
            case REFUSED -> Optional.of("the database does not let this service in: wrong password, or no login");
            case NONE, LET_IN -> Optional.empty();
        };
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
