package io.otalite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.CRC32C;

/**
 * A command line that starts a Java program on the JVM that runs this.
 *
 * @param start class that is started, or the jar whose manifest names it
 * @param classPath jars, in their order
 * @param options for the JVM, those of the environment included
 */
record JavaProgram(String start, List<Path> classPath, List<String> options) {
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAVA = HOME.resolve("bin").resolve("java");
    private static final int DIGITS = 16;

    /** Empty for what is no such command, and for a class path with a folder in it: no cache can be made for that. */
    static Optional<JavaProgram> of(List<String> command, Map<String, String> environment) {
        if (!isThisJava(command.getFirst(), environment)) {
            return Optional.empty();
        }
        var classPath = "";
        var options = new ArrayList<>(List.of(environment.getOrDefault("JAVA_TOOL_OPTIONS", "")));
        for (var i = 1; i < command.size(); i++) {
            var word = command.get(i);
            switch (word) {
                case "-cp", "-classpath", "--class-path" -> classPath = i + 1 < command.size() ? command.get(++i) : "";
                case "-jar" -> {
                    return i + 1 < command.size() ? ofJar(Path.of(command.get(i + 1)), options) : Optional.empty();
                }
                default -> {
                    if (!word.startsWith("-")) {
                        return ofFiles(word, paths(classPath), options);
                    }
                    options.add(word);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isThisJava(String program, Map<String, String> environment) {
        return program.equals(JAVA.toString())
                || program.equals("java")
                        && environment.getOrDefault("PATH", "").startsWith(HOME.resolve("bin") + ":");
    }

    private static List<Path> paths(String classPath) {
        return classPath.isEmpty()
                ? List.of()
                : List.of(classPath.split(":", -1)).stream().map(Path::of).toList();
    }

    private static Optional<JavaProgram> ofJar(Path jar, List<String> options) {
        try (var opened = new JarFile(jar.toFile())) {
            var files = new ArrayList<Path>(List.of(jar));
            var manifest = opened.getManifest();
            var others = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (others != null) {
                for (var other : others.strip().split("\\s+", -1)) {
                    files.add(Path.of(jar.toAbsolutePath().toUri().resolve(URI.create(other))));
                }
            }
            return ofFiles(jar.toString(), files, options);
        } catch (IOException | IllegalArgumentException _) {
            // It says so better itself when it is started.
            return Optional.empty();
        }
    }

    private static Optional<JavaProgram> ofFiles(String start, List<Path> files, List<String> options) {
        var jars = !files.isEmpty() && files.stream().noneMatch(Files::isDirectory);
        return jars ? Optional.of(new JavaProgram(start, List.copyOf(files), List.copyOf(options))) : Optional.empty();
    }

    /** Tells it from other programs and other options for the JVM, whatever the version; fit for the name of a file. */
    String name() {
        var simple = start.substring(1 + Math.max(start.lastIndexOf('/'), start.lastIndexOf('.')));
        var label =
                start.endsWith(".jar") ? Path.of(start).getFileName().toString().replace(".jar", "") : simple;
        return label + "-" + digest(start + options);
    }

    /**
     * Tells this version of it on this JVM from every other one. A JVM compares sizes and times of the
     * files before it takes a cache; in images all times are the same, and a change may leave a size as it was, so that the contents
     * count, too.
     *
     * @throws UncheckedIOException when a file of the class path cannot be read
     */
    String version() {
        var text = new StringBuilder(Runtime.version().toString());
        append(text, HOME.resolve("lib").resolve("server").resolve("libjvm.so"), false);
        classPath.stream().filter(Files::exists).forEach(file -> append(text, file, true));
        return digest(text.toString());
    }

    private static void append(StringBuilder text, Path file, boolean withContents) {
        try {
            text.append('\n')
                    .append(file)
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file))
                    .append(' ')
                    .append(withContents ? checksum(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Against accidents, not against an attacker: the fastest there is. */
    private static long checksum(Path file) throws IOException {
        var checksum = new CRC32C();
        checksum.update(ByteBuffer.wrap(Files.readAllBytes(file)));
        return checksum.getValue();
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
