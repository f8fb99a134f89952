package io.otalite.local.system;

import io.otalite.process.ProcessSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How a system shall be: everything as documented unless something is changed here.
 *
 * @param layout where the built services are
 * @param manifests what the cluster is given: a folder with a kustomization, a file, or {@code -} for the standard input
 * @param stateDirectory a state directory, or a folder that is missing or empty
 * @param ports where it listens
 * @param network on which address, and which parts somebody else runs
 * @param processes which of the parts run
 * @param changes made to what would run, by the name of a part that is no service
 * @param environment variables of services that are set or replaced, by service
 * @param progress is told what happens, on several threads
 */
public record LocalSystemSettings(
        ProjectLayout layout,
        Path manifests,
        Path stateDirectory,
        Ports ports,
        Network network,
        Set<String> processes,
        Map<String, UnaryOperator<ProcessSpec>> changes,
        Map<String, Map<String, String>> environment,
        Consumer<Progress> progress) {

    public LocalSystemSettings {
        processes = Set.copyOf(processes);
        changes = Map.copyOf(changes);
        environment = Map.copyOf(environment);
    }

    /** All processes, on the fixed ports, with the state in {@code .ota} of the project. */
    public static LocalSystemSettings standard(ProjectLayout layout) {
        var all = Set.of(
                Parts.POSTGRES, Parts.KAFKA, Parts.GOOGLE, Parts.CLUSTER, Parts.API, Parts.BACKUP, Parts.ROTATION);
        return new LocalSystemSettings(
                layout,
                layout.manifests(),
                layout.root().resolve(".ota"),
                Ports.standard(),
                Network.loopback(),
                all,
                Map.of(),
                Map.of(),
                _ -> {});
    }

    public LocalSystemSettings withStateDirectory(Path directory) {
        return new LocalSystemSettings(
                layout, manifests, directory, ports, network, processes, changes, environment, progress);
    }

    public LocalSystemSettings withManifests(Path others) {
        return new LocalSystemSettings(
                layout, others, stateDirectory, ports, network, processes, changes, environment, progress);
    }

    public LocalSystemSettings withPorts(Ports others) {
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, others, network, processes, changes, environment, progress);
    }

    /** Without the parts that somebody else runs. */
    public LocalSystemSettings withNetwork(Network other) {
        var fewer = new LinkedHashSet<>(processes);
        fewer.removeAll(other.elsewhere().keySet());
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, ports, other, fewer, changes, environment, progress);
    }

    /**
     * Everything but this process.
     *
     * @throws LocalSystemException when there is no such process
     */
    public LocalSystemSettings without(String process) {
        var fewer = new LinkedHashSet<>(processes);
        if (!fewer.remove(process)) {
            throw new LocalSystemException("There is no process %s; there are %s"
                    .formatted(process, processes.stream().sorted().toList()));
        }
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, ports, network, fewer, changes, environment, progress);
    }

    public LocalSystemSettings withProgress(Consumer<Progress> listener) {
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, ports, network, processes, changes, environment, listener);
    }

    /** Changes what runs under this name and is no service, after earlier changes: its restart policy, its heap, its probes. */
    public LocalSystemSettings withChange(String process, UnaryOperator<ProcessSpec> change) {
        var more = new HashMap<>(changes);
        more.merge(process, change, (first, second) -> spec -> second.apply(first.apply(spec)));
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, ports, network, processes, more, environment, progress);
    }

    /** Sets one environment variable of a service. */
    public LocalSystemSettings withEnvironment(String service, String variable, String value) {
        var variables = new HashMap<>(environment.getOrDefault(service, Map.of()));
        variables.put(variable, value);
        var more = new HashMap<>(environment);
        more.put(service, Map.copyOf(variables));
        return new LocalSystemSettings(
                layout, manifests, stateDirectory, ports, network, processes, changes, more, progress);
    }

    ProcessSpec changed(ProcessSpec spec) {
        return changes.getOrDefault(spec.name(), UnaryOperator.identity()).apply(spec);
    }

    /** Those of the processes that are services of the product. */
    List<String> services() {
        return Deployment.SERVICES.stream().filter(processes::contains).toList();
    }
}
