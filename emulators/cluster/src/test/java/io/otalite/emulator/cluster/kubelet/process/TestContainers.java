package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerSpec.Mount;
import io.otalite.emulator.cluster.kubelet.ContainerState;
import io.otalite.emulator.cluster.kubelet.PodLogs.Wanted;
import io.otalite.emulator.cluster.kubelet.PodRef;
import io.otalite.emulator.cluster.kubelet.PodSandbox;
import io.otalite.emulator.cluster.kubelet.VolumeContent;
import io.otalite.process.AotCaches;
import io.otalite.process.ProcessMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** A runtime with one pod, whose containers are shell scripts, and with nothing that a test does not mention. */
final class TestContainers implements AutoCloseable {
    static final Images IMAGES = new Images(Map.of(
            "shell", new Images.Image(List.of("/bin/sh", "-c"), List.of("echo the image"), ""),
            "java", new Images.Image(List.of("java", "-cp", System.getProperty("java.class.path")), List.of(), "")));
    static final Wanted EVERYTHING =
            new Wanted(false, false, false, OptionalInt.empty(), Optional.empty(), OptionalLong.empty());

    final PodRef pod = new PodRef("default", "web-1", UUID.randomUUID().toString());
    final ContainerRef main = new ContainerRef(pod, "main");
    final Path folder;
    final ProcessContainers runtime;

    TestContainers(Path folder) throws InterruptedException {
        this(folder, new ProcessMark(UUID.randomUUID().toString()));
    }

    TestContainers(Path folder, ProcessMark mark) throws InterruptedException {
        this.folder = folder;
        this.runtime = ProcessContainers.open(folder, mark, IMAGES, AotCaches.none(), Clock.systemUTC());
    }

    TestContainers prepare(VolumeContent... volumes) {
        runtime.preparePod(new PodSandbox(pod, "127.1.0.1", Map.of(), List.of(volumes)));
        return this;
    }

    Spec script(String... lines) {
        return new Spec("shell", List.of(), List.of(String.join("\n", lines)));
    }

    Spec java(Class<?> program, String... arguments) {
        var args = new ArrayList<>(List.of(program.getName()));
        args.addAll(List.of(arguments));
        return new Spec("java", List.of(), args);
    }

    ContainerState.Ended awaitEnd() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(runtime.state(main)).get().isInstanceOf(ContainerState.Ended.class));
        return (ContainerState.Ended) runtime.state(main).orElseThrow();
    }

    String log() {
        return log(EVERYTHING);
    }

    String log(Wanted wanted) {
        var out = new ByteArrayOutputStream();
        try {
            runtime.logs().copy(main, wanted, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log()).contains(text));
    }

    static VolumeContent volume(String name, Map<String, String> files) {
        var content = new HashMap<String, VolumeContent.File>();
        files.forEach(
                (path, text) -> content.put(path, new VolumeContent.File(text.getBytes(StandardCharsets.UTF_8), 0644)));
        return new VolumeContent(name, content, true);
    }

    static VolumeContent emptyDir(String name) {
        return new VolumeContent(name, Map.of(), false);
    }

    /** Whether there is such a process; one that has ended and whom nobody has asked about it is none. */
    static boolean isRunning(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** A container in the making. */
    final class Spec {
        private final String image;
        private List<String> command;
        private List<String> args;
        private Map<String, String> environment = Map.of();
        private List<Mount> mounts = List.of();
        private String workingDirectory = "";
        private OptionalLong memory = OptionalLong.empty();
        private Duration grace = Duration.ofSeconds(10);
        private boolean showsLogOnError;

        private Spec(String image, List<String> command, List<String> args) {
            this.image = image;
            this.command = command;
            this.args = args;
        }

        Spec command(String... words) {
            command = List.of(words);
            return this;
        }

        Spec args(String... words) {
            args = List.of(words);
            return this;
        }

        Spec environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        Spec mount(Mount... wanted) {
            mounts = List.of(wanted);
            return this;
        }

        Spec workingDirectory(String path) {
            workingDirectory = path;
            return this;
        }

        Spec memory(long bytes) {
            memory = OptionalLong.of(bytes);
            return this;
        }

        Spec grace(Duration time) {
            grace = time;
            return this;
        }

        Spec showLogOnError() {
            showsLogOnError = true;
            return this;
        }

        TestContainers start() {
            return start(0);
        }

        TestContainers start(int run) {
            runtime.start(new ContainerSpec(
                    main,
                    run,
                    image,
                    command,
                    args,
                    environment,
                    mounts,
                    workingDirectory,
                    memory,
                    grace,
                    showsLogOnError));
            return TestContainers.this;
        }
    }
}
