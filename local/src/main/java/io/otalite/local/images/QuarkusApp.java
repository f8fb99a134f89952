package io.otalite.local.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service as the build leaves it: {@code lib} holds jars of others and of our own libraries, {@code app} and
 * {@code quarkus} what is compiled and generated from the service itself.
 *
 * @param folder the folder {@code quarkus-app}
 */
record QuarkusApp(Path folder) {
    /** One line is {@code group:artifact:classifier:type:version}. */
    private static final String LIST = "quarkus-app-dependencies.txt";

    private static final Pattern LINE = Pattern.compile("([^:]+):([^:]+):([^:]*):([^:]+):([^:]+)");

    static QuarkusApp of(Path root, ProductImage service) {
        var folder = root.resolve(service.word()).resolve("target").resolve("quarkus-app");
        if (Files.notExists(folder.resolve(LIST))) {
            throw new ImagesException(folder + " is missing. Build it first: ./mvnw -DskipTests package");
        }
        return new QuarkusApp(folder);
    }

    /** The jars that others call: everything below {@code lib}. */
    List<Library> libraries() {
        var names = names();
        var libraries = new ArrayList<Library>();
        for (var jar : filesBelow("lib")) {
            var name = jar.getFileName().toString();
            var coordinates = names.get(name);
            if (coordinates == null) {
                throw new ImagesException(
                        "%s is not listed in %s, so nobody knows what it is".formatted(jar, folder.resolve(LIST)));
            }
            libraries.add(new Library(coordinates, jar));
        }
        return List.copyOf(libraries);
    }

    /** What changes with the service. */
    List<Path> application() {
        return Stream.concat(
                        Stream.of(folder.resolve("quarkus-run.jar")),
                        Stream.of("app", "quarkus").flatMap(part -> filesBelow(part).stream()))
                .toList();
    }

    /** Its place in an image, when the folder is at that place. */
    PlacedFile placed(Path file, String place) {
        return PlacedFile.readOnly(file, place + "/" + folder.relativize(file));
    }

    private Map<String, Library.Coordinates> names() {
        try (var lines = Files.lines(folder.resolve(LIST))) {
            var names = new HashMap<String, Library.Coordinates>();
            lines.map(LINE::matcher).filter(line -> line.matches()).forEach(line -> {
                var coordinates = new Library.Coordinates(line.group(1), line.group(2), line.group(5), line.group(3));
                names.put(coordinates.fileName(), coordinates);
            });
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> filesBelow(String part) {
        return Folders.filesBelow(folder.resolve(part));
    }
}
