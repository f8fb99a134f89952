package io.otalite.emulator.cluster.kubelet.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mounts of a container, for a process that sees the machine's own files: where a mount path occurs in what the
 * process is given, the folder of the volume takes its place.
 *
 * <p>The rule: a mount path counts when it is whole, that is, when neither the character before it nor the one after it
 * could be a part of the same path. Before it, letters, digits, {@code . _ ~ - /} could, except the slashes of
 * {@code file://}; after it the same, but for the slash that leads into the mount. Of mounts within each other the deepest
 * counts. So of {@code /etc/ota}, {@code file:/etc/ota/key} is rewritten, and {@code /etc/ota-old} and
 * {@code /opt/etc/ota} are not.
 */
final class MountPaths {
    private static final String PART_OF_A_PATH = "-A-Za-z0-9._~";

    private final Map<String, Path> folders = new LinkedHashMap<>();
    private final Pattern occurrence;

    /** @param folders files or folders of this machine by mount path */
    MountPaths(Map<String, Path> folders) {
        folders.forEach((path, folder) -> this.folders.put(withoutEnd(path), folder));
        var longestFirst = this.folders.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.occurrence = Pattern.compile(
                "(?:(?<![%1$s/])|(?<=\\bfile://))(%2$s)(?![%1$s])".formatted(PART_OF_A_PATH, longestFirst));
    }

    String rewrite(String text) {
        if (folders.isEmpty()) {
            return text;
        }
        return occurrence
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(folders.get(match.group(1)))));
    }

    List<String> rewrite(List<String> words) {
        return words.stream().map(this::rewrite).toList();
    }

    /** The mapping for a program that can do with one: {@code MOUNTPATH=FOLDER}, several divided by colons. */
    String asVariable() {
        var entries = new ArrayList<String>();
        folders.forEach((path, folder) -> entries.add(path + "=" + folder));
        return String.join(":", entries);
    }

    private static String withoutEnd(String path) {
        if (!path.startsWith("/") || path.equals("/")) {
            throw new IllegalArgumentException("A mount path is absolute and not the root, unlike \"" + path + "\"");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
