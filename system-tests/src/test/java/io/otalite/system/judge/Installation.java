package io.otalite.system.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A judge's folder below {@code target/judges}, filled once and used again as long as its sources stay the same. Two test
 * JVMs may want it at a time; the second waits for the first.
 */
final class Installation {
    private static final Path SOURCES = Path.of("src", "test", "judges");
    private static final Path ALL = Path.of("target", "judges");

    private final Recipe recipe;
    private final Path folder;

    Installation(Recipe recipe) {
        this.recipe = recipe;
        this.folder = ALL.resolve(recipe.name()).toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    /** Makes it usable, if that can be done in this time; otherwise why not, in a few words. */
    Optional<String> prepare(Duration limit) {
        try {
            Files.createDirectories(folder);
            var lockFile = folder.resolveSibling(recipe.name() + ".lock");
            try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                return lock.isValid() ? missingTool().or(() -> installed(limit)) : Optional.of("no lock");
            }
        } catch (IOException e) {
            return Optional.of("no folder: " + e.getMessage());
        }
    }

    private Optional<String> missingTool() {
        return recipe.tools().stream()
                .filter(tool -> run(tool, Duration.ofSeconds(20)).isPresent())
                .map(tool -> "no " + (tool.contains("pip") ? "pip of python3" : tool.getFirst()))
                .findFirst();
    }

    private Optional<String> installed(Duration limit) {
        try {
            var stamp = folder.resolve(".installed");
            var sources = sources();
            if (Files.exists(stamp) && Files.readString(stamp).equals(sources)) {
                return Optional.empty();
            }
            copySources();
            var failure = run(recipe.install(), limit);
            if (failure.isEmpty()) {
                Files.writeString(stamp, sources);
            }
            return failure.map(why -> "cannot fetch %s: %s".formatted(recipe.fetched(), why));
        } catch (IOException e) {
            throw new UncheckedIOException("The sources of %s cannot be copied".formatted(recipe.name()), e);
        }
    }

    /** All of them in one text, and the command, so that each change of either is seen. */
    private String sources() throws IOException {
        var text = new StringBuilder(recipe.install().toString());
        for (var file : sourceFiles()) {
            text.append('\n').append(file.getFileName()).append('\n').append(Files.readString(file));
        }
        return text.toString();
    }

    private void copySources() throws IOException {
        for (var file : sourceFiles()) {
            Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Path> sourceFiles() throws IOException {
        try (var files = Files.list(SOURCES.resolve(recipe.name()))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Empty when the command ended well in time; otherwise what it said. */
    private Optional<String> run(List<String> command, Duration limit) {
        var log = folder.resolve("install.log");
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(Recipe.ENVIRONMENT);
            var process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return Optional.of("not within %d s".formatted(limit.toSeconds()));
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(reason(log));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The first line that speaks of an error, or else the last. */
    private static String reason(Path log) throws IOException {
        var lines =
                Files.readString(log).lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                .findFirst()
                .or(() -> lines.reversed().stream().findFirst())
                .map(String::strip)
                .orElse("it said nothing");
    }
}
