package io.otalite.local.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the build puts what the system runs.
 *
 * @param root the project's root directory
 */
public record ProjectLayout(Path root) {
    private static final Path SERVICE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    public ProjectLayout {
        root = root.toAbsolutePath().normalize();
    }

    /** The layout of the project this JVM was started in: the system property {@code ota.root}, else the folders upwards. */
    public static ProjectLayout find() {
        var given = System.getProperty("ota.root");
        if (given != null) {
            return new ProjectLayout(Path.of(given));
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw")) && Files.exists(folder.resolve("local"))) {
                return new ProjectLayout(folder);
            }
        }
        throw new LocalSystemException("This is not a folder of the project; run ./ota, or set -Dota.root=DIR");
    }

    Path service(String name) {
        return root.resolve(name).resolve(SERVICE);
    }

    /** The Kubernetes manifests of the local system. */
    Path manifests() {
        return root.resolve("deploy").resolve("kubernetes").resolve("overlays").resolve("local");
    }

    /** What the images of the manifests stand for on this machine. */
    Path images() {
        return manifests().resolve("images.yaml");
    }

    Path loggingOf(String name) {
        return target().resolve("classes").resolve("logging").resolve(name + ".properties");
    }

    /** The class path of the module local, with the broker and the emulator on it. */
    String classPath() {
        try {
            return ownClasses()
                    + File.pathSeparator
                    + Files.readString(classPathFile()).strip();
        } catch (IOException e) {
            throw new LocalSystemException("The class path in " + classPathFile() + " cannot be read: " + e, e);
        }
    }

    /** The module's jar; its folder of classes while that is newer, as in a build. A JVM makes no AOT cache of a folder. */
    private Path ownClasses() throws IOException {
        var classes = target().resolve("classes");
        try (var jars = Files.newDirectoryStream(target(), "local-*.jar")) {
            for (var jar : jars) {
                if (isNewest(jar, classes)) {
                    return jar;
                }
            }
        }
        return classes;
    }

    private static boolean isNewest(Path jar, Path classes) throws IOException {
        var time = Files.getLastModifiedTime(jar).toMillis();
        try (var files = Files.walk(classes)) {
            return files.noneMatch(file -> file.toFile().lastModified() > time);
        }
    }

    /** Where JVMs keep what lets them start faster; goes with the build. */
    Path aotCaches() {
        return target().resolve("aot");
    }

    /**
     * Makes sure that the build has made what these services run from.
     *
     * @throws LocalSystemException that names what is missing
     */
    void requireBuilt(List<String> services) {
        for (var service : services) {
            require(service(service));
        }
        require(classPathFile());
    }

    private static void require(Path file) {
        if (Files.notExists(file)) {
            throw new LocalSystemException(file + " is missing. Build it first: ./mvnw -DskipTests package");
        }
    }

    /** A JVM running this holds it, so that nobody builds over the classes in use. */
    public Path inUseFile() {
        return target().resolve("in-use");
    }

    private Path target() {
        return root.resolve("local").resolve("target");
    }

    private Path classPathFile() {
        return target().resolve("runtime-classpath");
    }
}
