package io.otalite.system.observability;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A program of Prometheus, which is not on every machine. */
public enum Tool {
    PROMETHEUS,
    PROMTOOL;

    /** Where it is on the {@code PATH}; empty when it is not there. */
    public Optional<Path> find() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, word()))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Why a test is skipped without it. */
    public String absence() {
        return "no %s on the PATH; on Debian: apt install prometheus".formatted(word());
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
