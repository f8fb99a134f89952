package io.otalite.manifests.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder with programs that stand first on the PATH of a script: each notes how it was called and answers with what the test
 * has written for it.
 */
final class FakePrograms {
    private static final Path SCRIPTS =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("deploy/cloudbuild");
    private static final long PATIENCE_SECONDS = 30;

    /** Pods are read from pods.1, pods.2, …; the last one stays. */
    private static final String KUBECTL = """
        #!/usr/bin/env bash
        echo "kubectl $*" >>"$FAKE/calls"
        case "$*" in
            *"get pods"*)
                n=$(($(cat "$FAKE/asked" 2>/dev/null || echo 0) + 1))
                [ ! -e "$FAKE/pods.$n" ] || cp "$FAKE/pods.$n" "$FAKE/pods"
                echo "$n" >"$FAKE/asked"
                cat "$FAKE/pods" ;;
            *"get deployment"*) cat "$FAKE/revision" ;;
            *port-forward*) exec sleep 20 ;;
            *"rollout status"*) exit "$(cat "$FAKE/status")" ;;
        esac
        """;

    private static final String CURL = """
        #!/usr/bin/env bash
        echo "curl $*" >>"$FAKE/calls"
        cat >>"$FAKE/headers"
        cat "$FAKE/judgements"
        """;

    private final Path folder;

    FakePrograms(Path folder) throws IOException {
        this.folder = folder;
        program("kubectl", KUBECTL);
        program("curl", CURL);
        say("status", "0");
        say("revision", "7");
        say("calls", "");
        say("judgements", "{\"items\":[],\"next_page_token\":\"\"}");
        pods(1, "a||True|0\nb||True|0\n");
    }

    /** How a script ended, and what it said. */
    record Ended(int code, String output) {}

    void program(String name, String text) throws IOException {
        var file =
                Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve(name), text, UTF_8);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    void say(String file, String answer) throws IOException {
        Files.writeString(folder.resolve(file), answer, UTF_8);
    }

    /** What is answered from this question on. */
    void pods(int question, String lines) throws IOException {
        say("pods." + question, lines);
    }

    void remove(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"), UTF_8);
    }

    String headers() throws IOException {
        return Files.readString(folder.resolve("headers"), UTF_8);
    }

    /** Runs a script in a folder to its end. */
    Ended run(Path directory, String script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bash", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        var environment = builder.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("FAKE", folder.toString());
        environment.put("HOME", folder.toString());
        environment.put("PAUSE", "0.1");
        environment.put("ROTATION_TOKEN", "the-token");
        var process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("No end: " + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
