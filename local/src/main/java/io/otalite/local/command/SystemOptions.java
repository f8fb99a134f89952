package io.otalite.local.command;

import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.Network;
import io.otalite.local.system.PortName;
import io.otalite.local.system.Ports;
import io.otalite.local.system.ProjectLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that starts a system. */
final class SystemOptions {
    @Mixin
    private StateOption state = new StateOption();

    @Option(
            names = "--port",
            paramLabel = "NAME=NUMBER",
            description = "Another port than the documented one; repeatable. Names: api, api-management, backup,"
                    + " backup-management, rotation, rotation-management, guard, kafka, kafka-controller, postgres,"
                    + " google, cluster.")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(
            names = "--without",
            paramLabel = "PROCESS",
            description = "Leaves a process out, for instance to run it in a debugger; repeatable. kafka, postgres,"
                    + " google, cluster, api-service, backup-service or rotation-service.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "PART=ADDRESS",
            description = "A part that somebody else runs, and where; repeatable. kafka=HOST:PORT, postgres=HOST:PORT,"
                    + " google=URL.")
    private Map<String, String> elsewhere = new LinkedHashMap<>();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "By which name or address the services and the Kubernetes API are reached, and where they listen;"
                            + " the name of a container, for instance. Default: ${DEFAULT-VALUE}, so that no other machine reaches"
                            + " them.")
    private String host = Network.loopback().host();

    @Option(
            names = "--manifests",
            paramLabel = "PATH",
            description =
                    "Other manifests than deploy/kubernetes/overlays/local: a folder with a kustomization, a YAML file,"
                            + " or - for rendered YAML on the standard input.")
    private Optional<Path> manifests = Optional.empty();

    StateOption state() {
        return state;
    }

    LocalSystemSettings settings() {
        var settings = LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(state.path())
                .withPorts(chosenPorts())
                .withNetwork(new Network(host, elsewhere));
        settings = manifests.map(settings::withManifests).orElse(settings);
        for (var process : without) {
            settings = settings.without(process);
        }
        return settings;
    }

    private Ports chosenPorts() {
        var chosen = Ports.standard();
        for (var port : ports.entrySet()) {
            var name = PortName.of(port.getKey())
                    .orElseThrow(() -> new LocalSystemException(
                            "There is no port " + port.getKey() + "; there are " + PortName.words()));
            chosen = chosen.with(name, port.getValue());
        }
        return chosen;
    }
}
