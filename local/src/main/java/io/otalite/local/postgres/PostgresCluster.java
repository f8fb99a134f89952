package io.otalite.local.postgres;

import io.otalite.process.Launch;
import io.otalite.process.Probe;
import io.otalite.process.ProbeAction;
import io.otalite.process.Probes;
import io.otalite.process.ProcessSpec;
import io.otalite.process.RestartPolicy;
import io.otalite.process.StopPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One data directory and the server that runs on it: a database {@code api} owned by a role {@code api}, and others that
 * were added, each owned by a group of its own name, whose two logins take turns; reached over TCP on the loopback address
 * with a password.
 *
 * @param home holds the data directory, and nothing that belongs to others
 * @param logs where the log files go
 */
public record PostgresCluster(PostgresBinaries binaries, Path home, Path logs) {
    /** The role and the database. */
    public static final String NAME = "api";

    /** Runs SQL of another script without a server. No statement is logged: some of them have a password in them. */
    private static final String ADDITION = """
            set -eu
            script=$1 postgres=$2 data=$3
            shift 3
            sh -c "$script" add-database "$@" | "$postgres" --single -c log_min_error_statement=panic -c log_statement=none \
                -D "$data" postgres
            """;

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration STARTUP_PERIOD = Duration.ofMillis(100);
    private static final int STARTUP_ATTEMPTS = 1200;

    /** Whether there is a data directory; one that was not finished does not count. */
    public boolean exists() {
        return Files.exists(data());
    }

    /**
     * The command that makes the data directory; when it has ended well, {@link #adopt} puts it into its place.
     *
     * @param passwordFile holds the password of the role, in its first line
     */
    public ProcessSpec creation(Path passwordFile) {
        var script = """
                set -eu
                "$1" -D "$3" -U "$5" --pwfile="$4" --auth=scram-sha-256 --encoding=UTF8 \
                    --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
                echo "CREATE DATABASE $5" | "$2" --single -D "$3" postgres
                """;
        var command = asOrdinaryUser(List.of(
                "/bin/sh",
                "-c",
                script,
                "create-database",
                binaries.program("initdb").toString(),
                binaries.program("postgres").toString(),
                unfinished().path().toString(),
                passwordFile.toString(),
                NAME));
        return new ProcessSpec(
                "postgres-creation",
                new Launch(command, Map.of(), home, logs.resolve("postgres-creation.log")),
                Probes.none(),
                StopPolicy.within(GRACE),
                RestartPolicy.never());
    }

    /** The login of an added database that has the first turn. */
    public static String firstLogin(String name) {
        return name + "_a";
    }

    /** The login of an added database whose turn comes next; until then nobody is let in by it. */
    public static String secondLogin(String name) {
        return name + "_b";
    }

    /** Who may change the two logins of an added database, and nothing else. */
    public static String administrator(String name) {
        return name + "_admin";
    }

    /** Whether a database of this name was added. */
    public boolean has(String name) {
        return Files.exists(marker(name));
    }

    /**
     * The command that adds a database, the group that owns it, and who is let in for that; when it has ended well, {@link
     * #remember} says so to the next start, and passwords that are set after that stay. It may be repeated, and it makes a
     * group of an owner that was a login by itself. No server may run.
     *
     * @param name of database and group, a plain SQL name
     * @param passwordFile holds the password of the first login
     * @param administratorPasswordFile holds the password of who may change the logins
     */
    public ProcessSpec addition(String name, Path passwordFile, Path administratorPasswordFile) {
        var command = asOrdinaryUser(List.of(
                "/bin/sh",
                "-c",
                ADDITION,
                "add-database",
                script("add-database.sh"),
                binaries.program("postgres").toString(),
                data().toString(),
                name,
                firstLogin(name),
                secondLogin(name),
                administrator(name),
                passwordFile.toString(),
                administratorPasswordFile.toString()));
        return new ProcessSpec(
                "postgres-addition",
                new Launch(command, Map.of(), home, logs.resolve("postgres-addition.log")),
                Probes.none(),
                StopPolicy.within(GRACE),
                RestartPolicy.never());
    }

    private static String script(String name) {
        try (var in = Objects.requireNonNull(PostgresCluster.class.getResourceAsStream("/postgres/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PostgresException("The script " + name + " cannot be read", e);
        }
    }

    /** Keeps in mind that a database was added. */
    public void remember(String name) {
        try {
            Files.writeString(marker(name), "");
        } catch (IOException e) {
            throw new PostgresException("The file " + marker(name) + " cannot be written", e);
        }
    }

    /** Takes away what a creation that was cut short has left. */
    public void clearUnfinished() {
        try {
            unfinished().clear();
        } catch (IOException e) {
            throw new PostgresException("The unfinished " + unfinished().path() + " cannot be removed", e);
        }
    }

    /**
     * Takes away the lock file of a server that was killed, if no server has its process id now. Postgres itself would
     * refuse to start when any process of this user, however unrelated, got that id in the meantime.
     */
    public void clearStaleLock() {
        try {
            if (Files.exists(lockFile()) && !isServer(Files.readString(lockFile()))) {
                Files.delete(lockFile());
            }
        } catch (IOException e) {
            throw new PostgresException("The stale " + lockFile() + " cannot be removed", e);
        }
    }

    private static boolean isServer(String lock) {
        var pid = lock.lines().findFirst().orElse("");
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.endsWith("postgres"))
                        .isPresent();
    }

    /** Makes a finished creation the data directory, in one step. */
    public void adopt() {
        try {
            unfinished().finish();
        } catch (IOException e) {
            throw new PostgresException("The new data directory " + data() + " cannot be put into its place", e);
        }
    }

    /** The server, in the foreground, on the loopback address only; what it acknowledged survives a kill. */
    public ProcessSpec server(int port) {
        var command = asOrdinaryUser(List.of(
                binaries.program("postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on"));
        // The server writes its state into the last line of this file: an open port alone may still be recovering.
        var ready =
                new ProbeAction.Exec(List.of("grep", "-qs", "^ready", lockFile().toString()));
        var accepting = new ProbeAction.TcpConnect("127.0.0.1", port);
        return new ProcessSpec(
                "postgres",
                new Launch(command, Map.of(), home, logs.resolve("postgres.log")),
                Probes.of(
                        new Probe(ready, STARTUP_PERIOD, Duration.ofSeconds(5), STARTUP_ATTEMPTS),
                        new Probe(accepting, Duration.ofSeconds(2), Duration.ofSeconds(2), 3)),
                new StopPolicy(StopPolicy.Signal.INT, GRACE),
                RestartPolicy.always());
    }

    /**
     * Postgres refuses to run as root. In a user namespace of its own it is nobody, and the files remain root's.
     *
     * @throws PostgresException when this is root and the machine allows no user namespaces
     */
    private static List<String> asOrdinaryUser(List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        if (!namespacesWork()) {
            throw new PostgresException(
                    "Postgres does not run as root, and this machine lets root make no user namespace "
                            + "(\"unshare -U\" failed): run as an ordinary user");
        }
        var wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean namespacesWork() {
        try {
            return new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Named after the major version, because another one cannot read it. */
    private Path data() {
        return home.resolve("data-" + PostgresBinaries.version().split("\\.", 2)[0]);
    }

    /** Beside the data directory, whose content is Postgres' own. One that only has the name is of an owner who was a login. */
    private Path marker(String name) {
        return data().resolveSibling("%s.%s.logins".formatted(data().getFileName(), name));
    }

    private Path lockFile() {
        return data().resolve("postmaster.pid");
    }

    private UnfinishedFolder unfinished() {
        return new UnfinishedFolder(data());
    }
}
