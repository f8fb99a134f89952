package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerSpec.Mount;
import io.otalite.emulator.cluster.kubelet.PodSandbox;
import io.otalite.emulator.cluster.kubelet.VolumeContent;
import io.otalite.process.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The place where the containers of one pod run: makes of what a container asks for what a process can have. */
final class ProcessPod {
    /** Tells a process where its mounts are. */
    static final String MOUNTS = "OTA_MOUNTS";

    private static final String JAVA_HOME = System.getProperty("java.home");

    private final PodSandbox sandbox;
    private final PodFolder folder;
    private final Map<String, VolumeFolder> volumes = new HashMap<>();

    ProcessPod(PodSandbox sandbox, PodFolder folder) throws IOException {
        this.sandbox = sandbox;
        this.folder = folder;
        folder.create();
        for (var volume : sandbox.volumes()) {
            update(volume);
        }
    }

    PodFolder folder() {
        return folder;
    }

    PodSandbox sandbox() {
        return sandbox;
    }

    synchronized void update(VolumeContent content) throws IOException {
        volumes.computeIfAbsent(content.name(), name -> new VolumeFolder(folder.volume(name), content.managed()))
                .write(content);
    }

    /** Where the mounts of a container lead in this run. */
    synchronized MountPaths mounts(ContainerSpec container) throws IOException {
        var folders = new LinkedHashMap<String, Path>();
        var copies = folder.copies(container.ref().container(), container.run());
        for (var mount : container.mounts()) {
            folders.put(mount.mountPath(), place(mount, copies.resolve(Integer.toString(folders.size()))));
        }
        return new MountPaths(folders);
    }

    private Path place(Mount mount, Path copy) throws IOException {
        var volume = volumes.get(mount.volume());
        if (volume == null) {
            throw new IOException(
                    "there is no volume \"%s\" to be mounted at %s".formatted(mount.volume(), mount.mountPath()));
        }
        return mount.subPath().isEmpty() ? volume.path() : volume.at(mount.subPath(), copy);
    }

    /** @throws IOException when there is no such program, or a folder cannot be made */
    Launch launch(ContainerSpec container, Images.Image image, MountPaths mounts) throws IOException {
        var environment = environment(container, mounts);
        // Only what the manifest says: the words of the image are paths of this machine, whatever is mounted.
        var command = image.commandLine(mounts.rewrite(container.command()), mounts.rewrite(container.args()));
        var workingDirectory = workingDirectory(container, image, mounts);
        requireProgram(command.getFirst(), environment.getOrDefault("PATH", ""), workingDirectory);
        return new Launch(
                command,
                environment,
                workingDirectory,
                folder.log(container.ref().container(), container.run()));
    }

    private Map<String, String> environment(ContainerSpec container, MountPaths mounts) {
        var result = new HashMap<String, String>();
        result.put(
                "PATH",
                JAVA_HOME + "/bin" + File.pathSeparator + System.getenv().getOrDefault("PATH", ""));
        result.put("JAVA_HOME", JAVA_HOME);
        result.put("HOME", folder.home().toString());
        result.put("HOSTNAME", sandbox.pod().name());
        result.put("LANG", "C.UTF-8");
        container.environment().forEach((name, value) -> result.put(name, mounts.rewrite(value)));
        result.put(MOUNTS, mounts.asVariable());
        JvmLimits.apply(container.memoryLimitBytes(), result);
        return result;
    }

    private Path workingDirectory(ContainerSpec container, Images.Image image, MountPaths mounts) throws IOException {
        var asked = container.workingDirectory();
        if (asked.isEmpty()) {
            return image.workingDirectory().isEmpty() ? folder.home() : Path.of(image.workingDirectory());
        }
        var mapped = mounts.rewrite(asked);
        return mapped.equals(asked) ? folder.workingDirectory(asked) : Files.createDirectories(Path.of(mapped));
    }

    private static void requireProgram(String program, String path, Path workingDirectory) throws IOException {
        var candidates = program.contains("/")
                ? List.of(workingDirectory.resolve(program))
                : List.of(path.split(File.pathSeparator, -1)).stream()
                        .map(folder -> Path.of(folder, program))
                        .toList();
        if (candidates.stream().noneMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
            throw new IOException("exec: \"%s\": executable file not found%s"
                    .formatted(program, program.contains("/") ? "" : " in $PATH"));
        }
    }
}
