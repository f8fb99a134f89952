package io.otalite.system.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that answers lines of JSON with lines of JSON, one at a time. What it complains of is in {@code errors.log}. */
final class JudgeProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Process process;
    private final Writer questions;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

    JudgeProcess(List<String> command, Path folder) {
        this.folder = folder;
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(Recipe.ENVIRONMENT);
            process =
                    builder.redirectError(folder.resolve("errors.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("%s does not start in %s".formatted(command, folder), e);
        }
        questions = process.outputWriter();
        Thread.ofVirtual().start(() -> read(process.inputReader()));
    }

    private void read(BufferedReader reader) {
        try (reader) {
            reader.lines().map(Optional::of).forEach(answers::add);
        } catch (IOException | UncheckedIOException _) {
            // It has ended; that is what the reader of the queue is told.
        } finally {
            answers.add(Optional.empty());
        }
    }

    synchronized JsonNode ask(JsonNode question) {
        try {
            questions.write(question + "\n");
            questions.flush();
        } catch (IOException e) {
            throw failed("does not listen");
        }
        return next();
    }

    /** The line that comes next. */
    synchronized JsonNode next() {
        try {
            var line = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                close();
                throw failed("has not answered within %d s".formatted(PATIENCE.toSeconds()));
            }
            return JSON.readTree(line.orElseThrow(() -> failed("has ended")));
        } catch (IOException e) {
            throw failed("does not answer in JSON: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        }
    }

    private IllegalStateException failed(String what) {
        return new IllegalStateException("The judge in %s %s; errors.log may tell more".formatted(folder, what));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
