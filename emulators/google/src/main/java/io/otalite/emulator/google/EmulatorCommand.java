package io.otalite.emulator.google;

import io.otalite.access.TokenHash;
import io.otalite.emulator.google.EmulatorSettings.Account;
import io.otalite.emulator.google.EmulatorSettings.Address;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import io.otalite.emulator.google.EmulatorSettings.Project;
import io.otalite.emulator.google.access.Duty;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: reads it, tells everything that is wrong with it at once, and starts the emulator. */
@Command(
        name = "google-emulator",
        sortOptions = false,
        showDefaultValues = true,
        description = "A development stand-in for Google service-account keys, their tokens, the metric of their use,"
                + " Cloud KMS, and Cloud Storage.")
final class EmulatorCommand implements Callable<Integer> {
    private static final String PROJECT = "[a-z][a-z0-9-]{4,28}[a-z0-9]";
    private static final String BUCKET = "[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]";
    private static final String KMS_KEY =
            "projects/%s/locations/[a-z0-9-]{1,63}/keyRings/[a-zA-Z0-9_-]{1,63}/cryptoKeys/[a-zA-Z0-9_-]{1,63}";
    private static final String EMAIL = "[a-z0-9][a-z0-9.-]{0,62}@[a-z0-9][a-z0-9.-]{0,200}";
    private static final long LARGEST_LARGEST_OBJECT = 5L << 40;
    private static final Path NONE = Path.of("");
    private static final int FAILED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", defaultValue = "8085", description = "0 takes a free one.")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
    private String host = "";

    @Option(
            names = "--advertised-host",
            paramLabel = "<host>",
            description = "Host by which clients reach it, for the key files; by default --host.")
    private @Nullable String advertisedHost;

    @Option(names = "--allow-non-loopback", description = "Listen where other machines can reach it.")
    private boolean allowNonLoopback;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "<directory>",
            showDefaultValue = Visibility.NEVER,
            description = "Everything that is kept.")
    private Path data = NONE;

    @Option(
            names = "--admin-token-sha256-file",
            required = true,
            paramLabel = "<file>",
            showDefaultValue = Visibility.NEVER,
            description = "Holds the SHA-256 of the admin token in hexadecimal.")
    private Path adminTokenFile = NONE;

    @Option(names = "--project", defaultValue = "ota-local", description = "Project that exists.")
    private String project = "";

    @Option(names = "--bucket", defaultValue = "ota-archive", description = "Bucket that exists.")
    private String bucket = "";

    @Option(
            names = "--service-account",
            paramLabel = "<email>",
            defaultValue = "backup@ota-local.iam.gserviceaccount.com",
            description = "Account that may use the bucket.")
    private String serviceAccount = "";

    @Option(
            names = "--key-file",
            required = true,
            paramLabel = "<file>",
            showDefaultValue = Visibility.NEVER,
            description = "Where its key is; made when missing.")
    private Path keyFile = NONE;

    @Option(
            names = "--key-admin",
            paramLabel = "<email>",
            description = "Account that may manage keys and see their use.")
    private @Nullable String keyAdmin;

    @Option(names = "--key-admin-key-file", paramLabel = "<file>", description = "Where its key is; made when missing.")
    private @Nullable Path keyAdminKeyFile;

    @Option(
            names = "--key-reader",
            paramLabel = "<email>",
            description = "Account that may read accounts and keys, and write descriptions.")
    private @Nullable String keyReader;

    @Option(
            names = "--key-reader-key-file",
            paramLabel = "<file>",
            description = "Where its key is; made when missing.")
    private @Nullable Path keyReaderKeyFile;

    @Option(
            names = "--kms-user",
            paramLabel = "<email>",
            description = "Account that may encrypt and decrypt with the keys of Cloud KMS.")
    private @Nullable String kmsUser;

    @Option(names = "--kms-user-key-file", paramLabel = "<file>", description = "Where its key is; made when missing.")
    private @Nullable Path kmsUserKeyFile;

    @Option(
            names = "--kms-key",
            paramLabel = "<name>",
            description = "Name of a key of Cloud KMS, made when first used; may stand more than once.")
    private Set<String> kmsKeys = Set.of();

    @Option(
            names = "--token-lifetime-seconds",
            paramLabel = "<seconds>",
            defaultValue = "3600",
            description = "Of access tokens.")
    private long tokenLifetime;

    @Option(
            names = "--largest-object-bytes",
            paramLabel = "<bytes>",
            defaultValue = "67108864",
            description = "Larger ones are refused.")
    private long largestObject;

    @Mixin
    private LagOptions lags = new LagOptions();

    private EmulatorCommand() {}

    /** Runs the command line; the exit code is 0 when the emulator serves, or help was asked for. */
    static int run(String... args) {
        return commandLine().execute(args);
    }

    /** Mistakes of syntax are collected here, to be told together with those of meaning. */
    static CommandLine commandLine() {
        var line = new CommandLine(new EmulatorCommand());
        line.getCommandSpec().parser().collectErrors(true);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Show this text.")
                        .build());
        return line;
    }

    @Override
    public Integer call() {
        var settings = settings();
        var out = commandSpec().commandLine().getOut();
        try {
            var emulator = GoogleEmulator.start(settings, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "stop"));
            out.println("Google emulator: " + emulator.uri());
            out.flush();
            return 0;
        } catch (IOException e) {
            var err = commandSpec().commandLine().getErr();
            err.println(
                    e instanceof BindException
                            ? "Port %d of %s is taken; choose another with --port.".formatted(port, host)
                            : "Cannot start: " + e.getMessage());
            err.flush();
            return FAILED;
        }
    }

    private EmulatorSettings settings() {
        var line = commandSpec().commandLine();
        var problems = new ArrayList<String>();
        line.getParseResult().errors().forEach(error -> problems.add(error.getMessage()));
        checkAddress(problems);
        check(problems, project.matches(PROJECT), "--project: not a project id: " + project);
        check(problems, bucket.matches(BUCKET), "--bucket: not a bucket name: " + bucket);
        check(problems, tokenLifetime > 0 && tokenLifetime <= 43200, "--token-lifetime-seconds: 1 to 43200");
        check(
                problems,
                largestObject > 0 && largestObject <= LARGEST_LARGEST_OBJECT,
                "--largest-object-bytes: 1 to " + LARGEST_LARGEST_OBJECT);
        kmsKeys.forEach(key -> check(
                problems, key.matches(KMS_KEY.formatted(project)), "--kms-key: not a key of the project: " + key));
        lags.addProblemsTo(problems);
        var accounts = accounts(problems);
        var adminToken = adminToken(problems);
        if (!problems.isEmpty() || adminToken.isEmpty()) {
            throw new ParameterException(line, String.join(System.lineSeparator(), problems));
        }
        return new EmulatorSettings(
                new Address(host, port, inUri(advertisedHost == null ? host : advertisedHost)),
                data,
                adminToken.get(),
                new Project(project, bucket, accounts, kmsKeys),
                new Limits(Duration.ofSeconds(tokenLifetime), largestObject, lags.lags()));
    }

    private void checkAddress(List<String> problems) {
        check(problems, port >= 0 && port <= 65535, "--port: 0 to 65535");
        try {
            var address = InetAddress.getByName(host);
            check(
                    problems,
                    allowNonLoopback || address.isLoopbackAddress(),
                    "--host: %s is no loopback address; this is a development tool, insist with --allow-non-loopback"
                            .formatted(host));
            check(
                    problems,
                    !address.isAnyLocalAddress() || advertisedHost != null,
                    "--host: %s is every address; name the one for clients with --advertised-host".formatted(host));
        } catch (UnknownHostException e) {
            problems.add("--host: unknown host " + host);
        }
    }

    private List<Account> accounts(List<String> problems) {
        var accounts = new ArrayList<Account>();
        accounts.add(new Account(serviceAccount, keyFile, Duty.STORAGE));
        add(accounts, "--key-admin", keyAdmin, keyAdminKeyFile, Duty.KEY_ADMIN, problems);
        add(accounts, "--key-reader", keyReader, keyReaderKeyFile, Duty.KEY_READER, problems);
        add(accounts, "--kms-user", kmsUser, kmsUserKeyFile, Duty.KMS, problems);
        accounts.forEach(account ->
                check(problems, account.email().matches(EMAIL), "not the e-mail of an account: " + account.email()));
        return accounts;
    }

    private static void add(
            List<Account> accounts,
            String option,
            @Nullable String email,
            @Nullable Path file,
            Duty duty,
            List<String> problems) {
        check(problems, (email == null) == (file == null), "%1$s and %1$s-key-file: both or none".formatted(option));
        if (email == null || file == null) {
            return;
        }
        for (var other : accounts) {
            check(problems, !other.email().equals(email), option + ": is the account of another option");
            check(problems, !other.keyFile().equals(file), option + "-key-file: is the file of another option");
        }
        accounts.add(new Account(email, file, duty));
    }

    /** Empty with a problem added, or when the option is missing, which has been told already. */
    private Optional<TokenHash> adminToken(List<String> problems) {
        if (adminTokenFile.equals(NONE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TokenHash.read(adminTokenFile));
        } catch (NoSuchFileException e) {
            problems.add("--admin-token-sha256-file: no such file: " + e.getFile());
        } catch (IOException e) {
            problems.add("--admin-token-sha256-file: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void check(List<String> problems, boolean good, String otherwise) {
        if (!good) {
            problems.add(otherwise);
        }
    }

    private static String inUri(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls the command");
        }
        return spec;
    }
}
