package io.otalite.local.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The module {@code local} as the build leaves it.
 *
 * @param target its folder {@code target}
 */
record LocalProgram(Path target) {
    /** One line is {@code group:artifact:jar[:classifier]:version:scope:path}, and what else is known of it. */
    private static final Pattern LINE = Pattern.compile("\\s+([^:\\s]+):([^:]+):jar(?::([^:]+))?:([^:]+):[a-z]+:"
            + "(.+?)(?: \\(optional\\))?\\s*(?:-- module .*)?");

    /** Written where a terminal has colours, even into a file. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    /** Postgres itself. Where there are containers, it is one of them. */
    private static final String POSTGRES = "io.zonky.test.postgres";

    static LocalProgram of(Path root) {
        return new LocalProgram(root.resolve("local").resolve("target"));
    }

    /** The jars of its class path, in their order. */
    List<Library> libraries() {
        var list = target.resolve("runtime-libraries");
        try (var lines = Files.lines(list)) {
            var libraries = lines.map(line -> COLOUR.matcher(line).replaceAll(""))
                    .map(LINE::matcher)
                    .filter(line -> line.matches())
                    .map(line -> new Library(
                            new Library.Coordinates(
                                    line.group(1),
                                    line.group(2),
                                    line.group(4),
                                    line.group(3) == null ? "" : line.group(3)),
                            Path.of(line.group(5))))
                    .filter(library -> !library.coordinates().group().equals(POSTGRES))
                    .toList();
            libraries.forEach(LocalProgram::requireJar);
            return libraries;
        } catch (IOException e) {
            throw new ImagesException(list + " cannot be read. Build it first: ./mvnw -DskipTests package", e);
        }
    }

    Path classes() {
        return target.resolve("classes");
    }

    /** What the module itself is packed into: of several versions, the last that was built. */
    Path jar() {
        try (var jars = Files.list(target)) {
            return jars.filter(file -> file.getFileName().toString().matches("local-.*\\.jar"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() ->
                            new ImagesException(target + " has no jar. Build it first: ./mvnw -DskipTests package"));
        } catch (IOException e) {
            throw new ImagesException(target + " cannot be read: " + e, e);
        }
    }

    private static void requireJar(Library library) {
        if (!Files.isRegularFile(library.jar())) {
            throw new ImagesException(library.jar() + " is no jar. Build it first: ./mvnw -DskipTests package");
        }
    }
}
