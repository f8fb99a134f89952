package io.otalite.emulator.cluster;

import io.otalite.emulator.cluster.ClusterSettings.Address;
import io.otalite.emulator.cluster.ClusterSettings.Containers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: reads it, tells everything that is wrong with it at once, and starts the emulator. */
@Command(
        name = "cluster-emulator",
        sortOptions = false,
        showDefaultValues = true,
        description = "A development stand-in for a Kubernetes cluster.")
final class ClusterCommand implements Callable<Integer> {
    private static final Path NONE = Path.of("");
    private static final int FAILED = 1;
    private static final int LARGEST_PORT = 65535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", defaultValue = "8086", description = "0 takes a free one.")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
    private String host = "";

    @Option(
            names = "--advertised-host",
            paramLabel = "<host>",
            description = "Host by which clients reach it, for the kubeconfig; by default --host.")
    private @Nullable String advertisedHost;

    @Option(names = "--allow-non-loopback", description = "Listen where other machines can reach it.")
    private boolean allowNonLoopback;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "<directory>",
            showDefaultValue = Visibility.NEVER,
            description = "Everything that is kept.")
    private Path state = NONE;

    @Option(
            names = "--admin-token-file",
            paramLabel = "<file>",
            description =
                    "Holds the token that may do everything; made when missing. By default admin-token in --state.")
    private @Nullable Path adminToken;

    @Option(
            names = "--kubeconfig",
            paramLabel = "<file>",
            description =
                    "Where the file for kubectl is written, in place of one that an emulator has written before; any other"
                            + " file is left alone, and nothing starts. By default kubeconfig in --state.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--images",
            paramLabel = "<file>",
            description = "Which programs stand for images. Without it nothing runs: annotations of the pods, such as"
                    + " emulator.ota-lite.io/ready-after, decide what their containers seem to do.")
    private @Nullable Path images;

    @Option(
            names = "--aot-caches",
            paramLabel = "<directory>",
            description =
                    "Keeps AOT caches of the programs that are Java, so that they start faster from the second time on.")
    private @Nullable Path aotCaches;

    @Option(
            names = "--first-back-off",
            paramLabel = "<duration>",
            defaultValue = "PT10S",
            description = "The wait before a container is started for the second time; doubled each time.")
    private Duration firstBackoff = Duration.ZERO;

    private ClusterCommand() {}

    /** Runs the command line; the exit code is 0 when the emulator serves, or help was asked for. */
    static int run(String... args) {
        return commandLine().execute(args);
    }

    /** Mistakes of syntax are collected here, to be told together with those of meaning. */
    static CommandLine commandLine() {
        var line = new CommandLine(new ClusterCommand());
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
            var emulator = ClusterEmulator.start(settings, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "stop"));
            out.println("Cluster emulator: " + emulator.uri());
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

    private ClusterSettings settings() {
        var line = commandSpec().commandLine();
        var problems = new ArrayList<String>();
        line.getParseResult().errors().forEach(error -> problems.add(error.getMessage()));
        checkAddress(problems);
        if (!problems.isEmpty()) {
            throw new ParameterException(line, String.join(System.lineSeparator(), problems));
        }
        return new ClusterSettings(
                new Address(host, port, withoutBrackets(advertisedHost == null ? host : advertisedHost)),
                state,
                adminToken == null ? state.resolve("admin-token") : adminToken,
                kubeconfig == null ? state.resolve("kubeconfig") : kubeconfig,
                new Containers(Optional.ofNullable(images), Optional.ofNullable(aotCaches), firstBackoff));
    }

    private void checkAddress(List<String> problems) {
        check(problems, port >= 0 && port <= LARGEST_PORT, "--port: 0 to " + LARGEST_PORT);
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

    private static void check(List<String> problems, boolean good, String otherwise) {
        if (!good) {
            problems.add(otherwise);
        }
    }

    /** An IPv6 address as URIs write it is one, too. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls the command");
        }
        return spec;
    }
}
