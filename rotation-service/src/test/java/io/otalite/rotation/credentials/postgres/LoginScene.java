package io.otalite.rotation.credentials.postgres;

import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.LoginId;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A database server, set up as the operators' page says. */
final class LoginScene implements AutoCloseable {
    static final ObjectRef SECRET = new ObjectRef("Secret", "shop", "database");
    static final String FIRST_PASSWORD = "what-somebody-thought-of";

    /** As in docs/operations.md. */
    private static final String SETUP = """
            create role app nologin;
            create role app_a login password '%s' in role app;
            create role app_b nologin in role app;
            alter role app_a set role = 'app';
            alter role app_b set role = 'app';
            create role rotator login createrole password 'rotator';
            grant app_a, app_b to rotator with admin true, inherit false, set false;
            grant pg_signal_backend to rotator;
            grant create, usage on schema public to app
            """.formatted(FIRST_PASSWORD);

    private final EmbeddedPostgres postgres;
    private final Connection superuser;
    private final Path passwordFile;
    private final List<Connection> open = new ArrayList<>();
    private boolean losing;

    /** What stands in the Secret. */
    Issued held = inUse();

    LoginScene(Path home) {
        try {
            // By itself it asks nobody but for a name.
            var doors = Files.writeString(home.resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    host all all      127.0.0.1/32 scram-sha-256
                    """);
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("hba_file", doors.toString())
                    .start();
            passwordFile = Files.writeString(home.resolve("password"), "rotator\n");
            superuser = postgres.getPostgresDatabase().getConnection();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets everything up anew. */
    void reset() throws SQLException {
        for (var connection : open) {
            connection.close();
        }
        open.clear();
        losing = false;
        held = inUse();
        sql("""
                grant select on pg_stat_activity to public;
                do $$ declare name text; begin
                  foreach name in array array['app_a', 'app_b', 'rotator', 'app'] loop
                    if exists (select from pg_roles where rolname = name) then
                      execute format('drop owned by %I', name);
                      execute format('drop role %I', name);
                    end if;
                  end loop;
                end $$;
                """ + SETUP);
    }

    PostgresLogins issuer() {
        return issuer(postgres.getPort());
    }

    PostgresLogins unreachable() {
        return issuer(1);
    }

    private PostgresLogins issuer(int port) {
        var servers = new Servers(Map.of("main", new Server(url(port), "rotator", passwordFile))) {
            @Override
            Connection connect(String server) throws SQLException {
                var connection = super.connect(server);
                return losing ? losing(connection) : connection;
            }
        };
        return new PostgresLogins(
                servers,
                new Looks(Duration.ofSeconds(10)),
                secret -> secret.equals(SECRET) ? Optional.of(held.parts()) : Optional.empty(),
                new SecureRandom(),
                Clock.systemUTC());
    }

    private record Server(String jdbcUrl, String user, Path passwordFile) implements PostgresServer {}

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    void loseTheNextAnswer() {
        losing = true;
    }

    /** Commits, and says that the connection was lost. */
    private Connection losing(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    try {
                        var result = method.invoke(real, arguments);
                        if (method.getName().equals("commit")) {
                            losing = false;
                            throw new SQLException("The connection is lost", "08006");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static Subject subject(String currentId) {
        return subject(Optional.of(currentId), Map.of("postgres-server", "main", "postgres-roles", "app_a, app_b"));
    }

    static Subject subject(Optional<String> currentId, Map<String, String> settings) {
        return new Subject(Subjects.POSTGRES_LOGIN, "app", currentId, SECRET, settings);
    }

    static Issued inUse() {
        return new Issued(
                "app_a", Map.of(Subjects.USERNAME, Bytes.utf8("app_a"), Subjects.PASSWORD, Bytes.utf8(FIRST_PASSWORD)));
    }

    Connection connect(Issued login) throws SQLException {
        return DriverManager.getConnection(
                url(postgres.getPort()), part(login, Subjects.USERNAME), part(login, Subjects.PASSWORD));
    }

    private static String part(Issued login, String name) {
        return new String(login.parts().get(name).toArray(), StandardCharsets.UTF_8);
    }

    boolean letsIn(Issued login) {
        try (var connection = connect(login)) {
            return connection.isValid(5);
        } catch (SQLException refused) {
            return false;
        }
    }

    /** Opens a session that lasts until the next reset. */
    void use(Issued login) {
        try {
            open.add(connect(login));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The roles that are let in, with the generation of their password. */
    Set<String> good() {
        var good = new TreeSet<String>();
        for (var role : strings("select rolname from pg_roles where rolcanlogin and rolname like 'app\\_%'")) {
            var generation = strings("select shobj_description('%s'::regrole, 'pg_authid')".formatted(role)).stream()
                    .map(comment -> comment.replace("ota-lite generation ", ""))
                    .findFirst();
            good.add(new LoginId(role, generation.orElse("")).toString());
        }
        return good;
    }

    /** As the superuser. */
    void sql(String statement) {
        try (var prepared = superuser.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    List<String> strings(String query) {
        try (var prepared = superuser.createStatement();
                var row = prepared.executeQuery(query)) {
            var found = new ArrayList<String>();
            while (row.next()) {
                Optional.ofNullable(row.getString(1)).ifPresent(found::add);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
