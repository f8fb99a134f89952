package io.otalite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Shell scripts as processes, with nothing in the specification that a test does not mention. */
record TestSpecs(Path folder) {
    static final RestartPolicy QUICK =
            new RestartPolicy.Always(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMinutes(1));

    ProcessSpec script(String name, String script) {
        return script(name, script, Probes.none(), RestartPolicy.never());
    }

    ProcessSpec script(String name, String script, Probes probes, RestartPolicy restart) {
        var launch = new Launch(List.of("/bin/sh", "-c", script), Map.of(), folder, log(name));
        return new ProcessSpec(name, launch, probes, StopPolicy.within(Duration.ofSeconds(5)), restart);
    }

    ProcessSpec command(String name, List<String> command, Map<String, String> environment) {
        var launch = new Launch(command, environment, folder, log(name));
        return new ProcessSpec(
                name, launch, Probes.none(), StopPolicy.within(Duration.ofSeconds(5)), RestartPolicy.never());
    }

    ProcessSpec stopping(ProcessSpec spec, StopPolicy stop) {
        return new ProcessSpec(spec.name(), spec.launch(), spec.probes(), stop, spec.restart());
    }

    /** Passes while the file is there. */
    Probe fileExists(Path file, int failureThreshold) {
        var test = new ProbeAction.Exec(List.of("test", "-e", file.toString()));
        return new Probe(test, Duration.ofMillis(20), Duration.ofSeconds(5), failureThreshold);
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }
}
