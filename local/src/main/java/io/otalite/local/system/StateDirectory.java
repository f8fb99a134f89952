package io.otalite.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * The folder in which a system keeps everything that survives it: data, secrets, logs. A marker file says that it was
 * made here; without it nothing is written into a folder that has content, and nothing is ever removed.
 */
public final class StateDirectory {
    private static final String MARKER = "ota-lite-state";

    private final Path path;
    private final String id;

    private StateDirectory(Path path, String id) {
        this.path = path;
        this.id = id;
    }

    /**
     * The state in this folder; made when the folder is missing or empty.
     *
     * @throws LocalSystemException when the folder holds something else, or cannot be written
     */
    public static StateDirectory open(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            if (!exists(path)) {
                create(path);
            }
            var state = new StateDirectory(
                    path, Files.readString(path.resolve(MARKER)).strip());
            for (var part : List.of(state.logs(), state.run(), state.secrets(), state.postgres(), state.kafka())) {
                Files.createDirectories(part);
            }
            Files.setPosixFilePermissions(state.secrets(), PosixFilePermissions.fromString("rwx------"));
            return state;
        } catch (IOException e) {
            throw new LocalSystemException("The state directory " + path + " cannot be used: " + e, e);
        }
    }

    /** Whether the folder is a state directory. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(MARKER));
    }

    private static void create(Path path) throws IOException {
        if (Files.exists(path) && !isEmpty(path)) {
            throw new LocalSystemException(
                    path + " has files that ota-lite did not make. Choose an empty or a new folder: --state DIR");
        }
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        // Under another name first: a marker is whole or not there, whenever this is interrupted or the disk is full.
        var marker = Files.writeString(path.resolve(MARKER + ".new"), UUID.randomUUID() + System.lineSeparator());
        Files.move(marker, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (var files = Files.list(path)) {
            return files.allMatch(file -> file.endsWith(MARKER + ".new"));
        }
    }

    /** Removes the folder. The marker goes last, so that a removal that was cut short can be repeated. */
    public void delete() {
        try (var files = Files.walk(path)) {
            var marker = path.resolve(MARKER);
            for (var file : files.toList().reversed()) {
                if (!file.equals(marker) && !file.equals(path)) {
                    Files.delete(file);
                }
            }
            Files.delete(marker);
            Files.delete(path);
        } catch (IOException e) {
            throw new LocalSystemException("The state directory " + path + " cannot be removed: " + e, e);
        }
    }

    /** Tells this state from every other one. */
    public String id() {
        return id;
    }

    /** Whose processes may run for this state: the system's own, then those of its cluster, which ends with it. */
    List<String> owners() {
        var pods = cluster().resolve("id");
        try {
            return Files.exists(pods) ? List.of(id, Files.readString(pods).strip()) : List.of(id);
        } catch (IOException e) {
            throw new LocalSystemException(pods + " cannot be read: " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    public Path adminToken() {
        return path.resolve("admin-token");
    }

    Path lockFile() {
        return path.resolve("lock");
    }

    Path endpointsFile() {
        return path.resolve("endpoints.json");
    }

    public Path secrets() {
        return path.resolve("secrets");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    Path run() {
        return path.resolve("run");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    /** Where the cluster emulator keeps its objects and what its pods write. */
    Path cluster() {
        return path.resolve("cluster");
    }

    /** For kubectl. */
    public Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    /** Where the Google emulator keeps its buckets. */
    public Path google() {
        return path.resolve("google");
    }
}
