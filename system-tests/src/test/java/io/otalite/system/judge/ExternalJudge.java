package io.otalite.system.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A client of another language, in a process that serves all of its clients. {@code src/test/judges/README.md} has its lines. */
final class ExternalJudge implements Judge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Recipe recipe;
    private final Duration limit;
    private Optional<Optional<String>> absent = Optional.empty();
    private Optional<JudgeProcess> process = Optional.empty();

    /** {@code limit} is for its installation. */
    ExternalJudge(Recipe recipe, Duration limit) {
        this.recipe = recipe;
        this.limit = limit;
    }

    @Override
    public String name() {
        return recipe.name();
    }

    @Override
    public String version() {
        return recipe.version();
    }

    @Override
    public synchronized Optional<String> absent() {
        if (absent.isEmpty()) {
            absent = Optional.of(new Installation(recipe).prepare(limit));
        }
        return absent.get();
    }

    @Override
    public Client start(URI metadata, byte[] firstRoot, Path state) {
        try {
            var folder = state.toAbsolutePath();
            Files.createDirectories(folder.resolve("targets"));
            Files.write(Files.createDirectories(folder.resolve("metadata")).resolve("root.json"), firstRoot);
            var always = JSON.createObjectNode()
                    .put("state", folder.toString())
                    .put("metadata", metadata.toString())
                    .put("targets", metadata.resolve("../targets/").toString());
            return new Follower(process(), always);
        } catch (IOException e) {
            throw new UncheckedIOException("No client in " + state, e);
        }
    }

    private synchronized JudgeProcess process() {
        if (process.isEmpty()) {
            var started = new JudgeProcess(recipe.run(), new Installation(recipe).folder());
            process = Optional.of(started);
            var loaded = started.next().path("version").asText();
            if (!loaded.equals(recipe.version())) {
                throw new IllegalStateException(
                        "%s is there as %s, not as %s".formatted(recipe.name(), loaded, recipe.version()));
            }
        }
        return process.get();
    }

    @Override
    public synchronized void close() {
        process.ifPresent(JudgeProcess::close);
        process = Optional.empty();
    }

    @Override
    public String toString() {
        return Judges.title(this);
    }

    private static final class Follower implements Client {
        private final JudgeProcess process;
        private final ObjectNode always;
        private Instant now = Instant.EPOCH;

        private Follower(JudgeProcess process, ObjectNode always) {
            this.process = process;
            this.always = always;
        }

        @Override
        public Judgement update(Instant at) {
            now = at;
            var answer = process.ask(question("update"));
            return answer.has("refused")
                    ? new Judgement.Refused(answer.path("refused").asText())
                    : new Judgement.Accepted(
                            answer.required("root").asLong(),
                            answer.required("targets").asLong());
        }

        @Override
        public Optional<TargetInfo> targetInfo(String name) {
            var answer = accepted(process.ask(question("target").put("name", name)));
            return answer.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TargetInfo(
                            answer.required("length").asLong(),
                            answer.required("sha256").asText()));
        }

        @Override
        public byte[] download(String name) {
            var file = accepted(process.ask(question("download").put("name", name)))
                    .required("file")
                    .asText();
            try {
                return Files.readAllBytes(Path.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException("What was downloaded cannot be read", e);
            }
        }

        private ObjectNode question(String what) {
            return always.deepCopy().put("do", what).put("now", now.toString());
        }

        private static JsonNode accepted(JsonNode answer) {
            if (answer.has("refused")) {
                throw new IllegalStateException(answer.path("refused").asText());
            }
            return answer;
        }
    }
}
