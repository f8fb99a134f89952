package io.otalite.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A copy of the project as it was built, in which a service can be changed and put together anew. It has what the build left of the
 * modules and no sources: what is not changed is not compiled again.
 */
final class BuildCopy {
    private static final long PATIENCE_SECONDS = 180;

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** Of every module: its pom, its classes and its jars. */
    private static final Pattern TAKEN =
            Pattern.compile("pom\\.xml|target/([^/]+\\.jar|runtime-classpath|(classes|test-classes)/.+)");

    /** Of the service: what was put together, too. */
    private static final Pattern TAKEN_OF_SERVICE = Pattern.compile(TAKEN + "|target/quarkus-app/.+");

    private static final List<String> OF_THE_ROOT = List.of("pom.xml", "mvnw", "ota");

    private final Path original;
    private final Path root;
    private final String service;

    private BuildCopy(Path original, Path root, String service) {
        this.original = original;
        this.root = root;
        this.service = service;
    }

    /** Copies what is needed to change this service. */
    static BuildCopy of(Path original, Path root, String service) throws IOException {
        var copy = new BuildCopy(original, root, service);
        for (var file : OF_THE_ROOT) {
            copy.takeFile(original.resolve(file));
        }
        copy.take(original.resolve(".mvn"), Pattern.compile(".+"));
        var modules = MODULE.matcher(Files.readString(original.resolve("pom.xml")));
        while (modules.find()) {
            var module = modules.group(1);
            copy.take(original.resolve(module), module.equals(service) ? TAKEN_OF_SERVICE : TAKEN);
        }
        return copy;
    }

    Path root() {
        return root;
    }

    /** Adds a method to a class of the service, and compiles that class. */
    void change(String className) throws IOException {
        var file = className.replace('.', '/') + ".java";
        var source = Files.readString(
                original.resolve(service).resolve("src/main/java").resolve(file));
        var end = source.lastIndexOf('}');
        var changed = root.resolve("changed").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source.substring(0, end) + "static int oneLineMore() { return 1; } }");
        var classes = root.resolve(service).resolve("target/classes");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-g",
                        "-parameters",
                        "-d",
                        classes.toString(),
                        "-cp",
                        classPath(classes, root.resolve(service).resolve("target/quarkus-app/lib")),
                        changed.toString());
        if (code != 0) {
            throw new AssertionError(changed + " cannot be compiled");
        }
    }

    /** Runs the build of the service from its classes on, without a network. */
    void build() throws IOException, InterruptedException {
        run(
                root.resolve("mvnw").toString(),
                "-o",
                "-q",
                "-pl",
                service,
                "-am",
                "-Dmaven.main.skip",
                "-DskipTests",
                "-Dspotless.check.skip",
                "package");
    }

    /** Makes the image of the service. */
    void image(Path base) throws IOException, InterruptedException {
        // Younger than everything: the script has nothing to build.
        Files.writeString(root.resolve("local/target/ota-build"), "");
        run(root.resolve("ota").toString(), "images", service, "--base", "tar:" + base);
    }

    private void run(String... command) throws IOException, InterruptedException {
        var output = root.resolve("output.log");
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("OTA_JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("No end: " + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + Files.readString(output));
        }
    }

    private static String classPath(Path classes, Path libraries) throws IOException {
        var parts = new ArrayList<>(List.of(classes.toString()));
        try (var jars = Files.walk(libraries)) {
            jars.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .forEach(parts::add);
        }
        return String.join(System.getProperty("path.separator"), parts);
    }

    private void take(Path folder, Pattern which) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (which.matcher(folder.relativize(file).toString()).matches()) {
                    takeFile(file);
                }
            }
        }
    }

    /** With its time, by which the build tells what is up to date. */
    private void takeFile(Path file) throws IOException {
        var target = root.resolve(original.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
