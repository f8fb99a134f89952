package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.VolumeContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One volume of a pod. What the kubelet rules is laid out its way: the files are in a folder with a name of its own, a link
 * {@code ..data} leads there, and what a reader sees are links through {@code ..data}. A new content is written beside the
 * old one, and the replacement of that one link puts all of it in place at once.
 *
 * <p>Used by one thread at a time.
 */
final class VolumeFolder {
    private static final String DATA = "..data";
    private static final int OWNER_MAY_READ = 0400;
    private static final int NOT_FOR_OTHERS = 0770;

    private final Path folder;
    private final boolean managed;
    private Map<String, VolumeContent.File> content = Map.of();

    VolumeFolder(Path folder, boolean managed) {
        this.folder = folder;
        this.managed = managed;
    }

    Path path() {
        return folder;
    }

    /** Puts the content in place; nothing happens when it is there already, or when the content is the pod's affair. */
    void write(VolumeContent wanted) throws IOException {
        Files.createDirectories(folder);
        if (!managed || isThere(wanted)) {
            return;
        }
        var old = folder.resolve(DATA);
        var oldTarget = Files.isSymbolicLink(old) ? folder.resolve(Files.readSymbolicLink(old)) : null;
        var fresh = Files.createDirectory(folder.resolve(".." + UUID.randomUUID()));
        for (var file : wanted.files().entrySet()) {
            writeFile(fresh, file.getKey(), file.getValue());
        }
        replaceLink(folder.resolve(DATA), fresh.getFileName());
        showEntries(wanted);
        content = wanted.files();
        if (oldTarget != null) {
            Trees.remove(oldTarget);
        }
    }

    /**
     * The place of a mount with a sub-path: a copy for this run when the kubelet rules the content, which is why such a mount
     * does not follow changes; else the place itself. Like the kubelet, it makes a folder where there is nothing.
     *
     * @param copy where a copy may be put; must not exist
     */
    Path at(String subPath, Path copy) throws IOException {
        var target = inside(folder, subPath);
        if (!managed) {
            Files.createDirectories(target);
            return target;
        }
        Files.createDirectories(copy);
        if (!Files.exists(target)) {
            return Files.createDirectories(copy.resolve("absent"));
        }
        var real = target.toRealPath();
        var result = copy.resolve(String.valueOf(target.getFileName()));
        Trees.copy(real, result);
        return result;
    }

    private boolean isThere(VolumeContent wanted) {
        return Files.exists(folder.resolve(DATA))
                && content.keySet().equals(wanted.files().keySet())
                && content.entrySet().stream()
                        .allMatch(file ->
                                same(file.getValue(), wanted.files().getOrDefault(file.getKey(), file.getValue())));
    }

    private static boolean same(VolumeContent.File one, VolumeContent.File other) {
        return one.mode() == other.mode() && Arrays.equals(one.content(), other.content());
    }

    /** The file has its final, or stricter, permissions from its first byte on. */
    private static void writeFile(Path folder, String name, VolumeContent.File file) throws IOException {
        var target = inside(folder, name);
        Files.createDirectories(parent(target));
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(target, file.content());
        Files.setPosixFilePermissions(target, permissions((file.mode() | OWNER_MAY_READ) & NOT_FOR_OTHERS));
    }

    private static void replaceLink(Path link, Path target) throws IOException {
        var temporary = link.resolveSibling("..data_tmp");
        Files.deleteIfExists(temporary);
        Files.createSymbolicLink(temporary, target);
        Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Links for the first parts of all paths; those of a former content that are not wanted any more are removed. */
    private void showEntries(VolumeContent wanted) throws IOException {
        var names = firstParts(wanted.files().keySet());
        for (var name : names) {
            var link = folder.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        for (var former : firstParts(content.keySet())) {
            if (!names.contains(former)) {
                Files.deleteIfExists(folder.resolve(former));
            }
        }
    }

    private static Set<String> firstParts(Set<String> paths) {
        var result = new HashSet<String>();
        paths.forEach(path -> result.add(path.split("/", 2)[0]));
        return result;
    }

    private static Path inside(Path folder, String path) {
        var target = folder.resolve(path).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw new IllegalArgumentException("The path \"" + path + "\" leads out of its volume");
        }
        return target;
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var result = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values();
        for (var bit = 0; bit < all.length; bit++) {
            if ((mode & 0400 >> bit) != 0) {
                result.add(all[bit]);
            }
        }
        return result;
    }
}
