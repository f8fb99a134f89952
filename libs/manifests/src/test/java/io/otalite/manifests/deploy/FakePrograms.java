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

    /** Pods are read from pods.1, pods.2, …; the last one stays. What "broken" names fails so many times. */
    private static final String KUBECTL = """
        #!/usr/bin/env bash
        echo "kubectl $*" >>"$FAKE/calls"
        read -r times what <"$FAKE/broken"
        if [ "$times" -gt 0 ] && [[ "$*" == *"$what"* ]]; then
            echo "$((times - 1)) $what" >"$FAKE/broken"
            exit 1
        fi
        case "$*" in
            *"get pods"*)
                n=$(($(cat "$FAKE/asked" 2>/dev/null || echo 0) + 1))
                [ ! -e "$FAKE/pods.$n" ] || cp "$FAKE/pods.$n" "$FAKE/pods"
                echo "$n" >"$FAKE/asked"
                cat "$FAKE/pods" ;;
            *spec.replicas*) cat "$FAKE/replicas" ;;
            *Progressing*) cat "$FAKE/reason" ;;
            *"get deployment"*) cat "$FAKE/revision" ;;
            *"get -f"*) cat "$FAKE/settings" ;;
            *"apply -f"*) cat "${@: -1}" >>"$FAKE/applied" ;;
            *port-forward*) exec sleep 20 >/dev/null 2>&1 ;;
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
        say("replicas", "2");
        say("reason", "ProgressDeadlineExceeded");
        say("settings", "");
        broken(0, "nothing");
        judged("OK", 0);
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

    /** The next calls of kubectl with something in them get no answer. */
    void broken(int times, String what) throws IOException {
        say("broken", times + " " + what + "\n");
    }

    /** What rotation-service says of each workload, and how long ago it was confirmed what it has seen. */
    void judged(String verdict, int age) throws IOException {
        say("judgements", """
            {"judgement":{"workload":{"kind":"Deployment"},"verdict":"%s","reasons":[]},"observed":{"sources":[\
            {"source":"kubernetes","as_of":"2026-01-01T00:00:00Z","age_seconds":%d},\
            {"source":"google","as_of":"2026-01-01T00:00:00Z","age_seconds":7777}],"unseen":[]}}
            """.formatted(verdict, age));
    }

    String file(String name) throws IOException {
        return Files.readString(folder.resolve(name), UTF_8);
    }

    void remove(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"), UTF_8);
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
