package io.otalite.local.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The Postgres server on the class path, and where it is unpacked to.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
public record PostgresBinaries(Path directory) {
    private static final int OWNER_EXECUTES = 0100;

    /** The version on the class path, such as {@code 18.6.0}. */
    public static String version() {
        try (var stream = resource("version.properties").orElseThrow(() -> missing("version.properties"))) {
            var properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new PostgresException("The version of Postgres cannot be read from the class path", e);
        }
    }

    /** The server below this directory; unpacked into a folder named after its version when it is not there yet. */
    public static PostgresBinaries unpack(Path parent) {
        var target = parent.resolve(version());
        if (Files.notExists(target)) {
            unpackTo(target);
        }
        return new PostgresBinaries(target);
    }

    /** Whether {@link #unpack} has work to do, which takes some seconds. */
    public static boolean isUnpacked(Path parent) {
        return Files.exists(parent.resolve(version()));
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static void unpackTo(Path target) {
        var archive = archiveName();
        var unfinished = new UnfinishedFolder(target);
        try (var stream = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (stream == null) {
                throw missing(archive);
            }
            unfinished.clear();
            extract(stream, unfinished.path());
            unfinished.finish();
        } catch (IOException e) {
            throw new PostgresException("Postgres cannot be unpacked to " + target, e);
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(entry, tar, target);
            }
        }
    }

    private static void extract(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        var path = entry.resolveIn(target);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            Files.setPosixFilePermissions(path, executable(path));
        }
    }

    private static Set<PosixFilePermission> executable(Path path) throws IOException {
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        permissions.addAll(EnumSet.of(
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_EXECUTE));
        return permissions;
    }

    /** The name that the binaries' jar gives its only file. */
    private static String archiveName() {
        var machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        return switch (machine) {
            case "Linux on amd64" -> "postgres-linux-x86_64.txz";
            case "Linux on aarch64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new PostgresException(
                        "There is no Postgres for " + machine + "; Linux on x86-64 and on arm64 are supported");
        };
    }

    private static Optional<InputStream> resource(String name) {
        return Optional.ofNullable(PostgresBinaries.class.getResourceAsStream("/postgres/" + name));
    }

    private static PostgresException missing(String name) {
        return new PostgresException("The class path lacks " + name + "; build the module local again");
    }
}
