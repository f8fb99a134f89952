package io.otalite.rotation.audit.cli;

import io.otalite.manifests.Manifest;
import io.otalite.manifests.ManifestException;
import io.otalite.manifests.Manifests;
import io.otalite.rotation.audit.Audit;
import io.otalite.rotation.audit.AuditException;
import io.otalite.rotation.audit.Inventory;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.observation.World;
import java.io.InputStream;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Would these manifests start? */
@Command(
        name = "audit",
        description = {
            "Would these manifests start?",
            "",
            "Every workload is judged as the rotation-service judges it in a cluster: whatever its template refers to must exist,"
                    + " with the entries it names. Without --cluster and --assume only the manifests themselves are there."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything would start.",
            "1:Something would not start. A rollback that would not is told, and does not count.",
            "2:Could not tell: something is referred to that neither the manifests nor the inventory nor the cluster has.",
            "3:No audit was made: the command line is wrong, manifests cannot be read, the cluster does not answer."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ota audit deploy/kubernetes/overlays/production",
            "  helm template shop ./chart | ota audit - --cluster -n shop",
            "  ota audit --inventory -n shop > inventory.yaml",
            "  ota audit overlay --assume inventory.yaml --json"
        })
public final class AuditCommand implements Callable<Integer> {
    static final int NO_AUDIT = 3;

    private static final Duration WARN_BEFORE = Duration.ofDays(14);

    private final ClusterAccess cluster;
    private final Clock clock;
    private final InputStream in;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description =
                    "A folder with a kustomization, a folder of files, a file with any number of documents, or - for the"
                            + " standard input")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-a", "--assume"},
            paramLabel = "FILE",
            description = "An inventory of what exists beside the manifests; may be given several times")
    private List<Path> assumed = new ArrayList<>();

    @Option(
            names = {"-c", "--cluster"},
            description = "Audit against what the cluster has; its rollback targets are judged, too")
    private boolean live;

    @Option(
            names = {"-i", "--inventory"},
            description = "Write the inventory of the cluster, names and no contents, and audit nothing")
    private boolean inventory;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description =
                    "The namespace of manifests that name none (default: default); with --inventory only this one, and it"
                            + " may be given several times")
    private List<String> namespaces = new ArrayList<>();

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Where the cluster is; as for kubectl otherwise")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context of the kubeconfig")
    private @Nullable String context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json")
    private String output = "text";

    @Option(names = "--json", description = "The same as --output=json")
    private boolean json;

    /** @param in the standard input */
    public AuditCommand(ClusterAccess cluster, Clock clock, InputStream in) {
        this.cluster = cluster;
        this.clock = clock;
        this.in = in;
    }

    /** The command with the exit codes of its help. */
    public CommandLine line() {
        return new CommandLine(this)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    if (failure instanceof AuditException || failure instanceof ManifestException) {
                        line.getErr().println("ota audit: " + failure.getMessage());
                        return NO_AUDIT;
                    }
                    line.getErr().println("ota audit: this is a defect of the audit: " + failure);
                    return NO_AUDIT;
                })
                .setParameterExceptionHandler((wrong, _) -> {
                    var line = wrong.getCommandLine();
                    line.getErr().println("ota audit: " + wrong.getMessage());
                    line.getErr().println("See: ota audit --help");
                    return NO_AUDIT;
                });
    }

    @Override
    public Integer call() {
        if (inventory) {
            return writeInventory();
        }
        if (paths.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name what to audit: a folder, a file, or - for the standard input");
        }
        if (namespaces.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--namespace is given once, except with --inventory");
        }
        if (!json && !Set.of("text", "json").contains(output)) {
            throw new ParameterException(spec.commandLine(), "--output is text or json, not " + output);
        }
        var audit = live ? Audit.against(world(Set.of()), clock) : new Audit(clock);
        assumed.forEach(file -> assume(audit, file));
        paths.forEach(path -> audit.add(read(path), namespaces.isEmpty() ? "default" : namespaces.getFirst()));
        var report = audit.judge(ImageView.UNCHECKED, WARN_BEFORE);
        var out = spec.commandLine().getOut();
        if (json || output.equals("json")) {
            AuditJson.print(report, audit.world(), out);
        } else {
            AuditText.print(report, audit.world(), out);
        }
        return report.outcome().exitCode();
    }

    private int writeInventory() {
        if (!paths.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--inventory writes the inventory of a cluster and audits nothing; to audit against one, use --assume");
        }
        var only = Set.copyOf(namespaces);
        InventoryYaml.print(Inventory.of(world(only), only), spec.commandLine().getOut());
        return 0;
    }

    private World world(Set<String> only) {
        return cluster.read(Optional.ofNullable(kubeconfig), Optional.ofNullable(context), only);
    }

    private List<Manifest> read(String path) {
        return path.equals("-") ? Manifests.read(in, "standard input") : Manifests.read(Path.of(path));
    }

    private static void assume(Audit audit, Path file) {
        for (var manifest : Manifests.read(file)) {
            if (!Inventory.isOne(manifest.object())) {
                throw new AuditException("%s: an inventory is expected, and this is a %s"
                        .formatted(
                                manifest.origin(),
                                manifest.object().path("kind").asText()));
            }
            audit.assume(Inventory.read(manifest.object(), manifest.origin().toString()));
        }
    }
}
