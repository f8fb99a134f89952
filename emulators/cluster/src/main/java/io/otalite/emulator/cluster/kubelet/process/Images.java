package io.otalite.emulator.cluster.kubelet.process;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which program of this machine stands for an image. There are no registries here: an image that is not in the table does
 * not exist.
 */
public final class Images {
    private static final JsonMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, Image> images;

    /**
     * What the configuration of an image says.
     *
     * @param entrypoint program and first arguments; at least the program
     * @param args what follows, unless the container has arguments of its own
     * @param workingDirectory a folder of this machine; empty for the pod's home
     */
    public record Image(List<String> entrypoint, List<String> args, String workingDirectory) {
        @SuppressWarnings("NullAway") // a field that is absent from the file arrives as null
        public Image(
                @Nullable List<String> entrypoint, @Nullable List<String> args, @Nullable String workingDirectory) {
            this.entrypoint = entrypoint == null ? List.of() : List.copyOf(entrypoint);
            this.args = args == null ? List.of() : List.copyOf(args);
            this.workingDirectory = workingDirectory == null ? "" : workingDirectory;
            if (this.entrypoint.isEmpty()) {
                throw new IllegalArgumentException("An image has an entrypoint of at least one word");
            }
        }

        /** The command line of a container, by the rules of Kubernetes for {@code command} and {@code args}. */
        List<String> commandLine(List<String> command, List<String> arguments) {
            if (!command.isEmpty()) {
                return joined(command, arguments);
            }
            return joined(entrypoint, arguments.isEmpty() ? args : arguments);
        }

        private Image relativeTo(Path folder) {
            return new Image(
                    entrypoint.stream().map(word -> absolute(word, folder)).toList(),
                    args.stream().map(word -> absolute(word, folder)).toList(),
                    absolute(workingDirectory, folder));
        }

        private static String absolute(String word, Path folder) {
            return word.startsWith("./") || word.startsWith("../")
                    ? folder.resolve(word).normalize().toString()
                    : word;
        }

        private static List<String> joined(List<String> first, List<String> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }
    }

    /** @param images by name, with a tag or without */
    public Images(Map<String, Image> images) {
        this.images = Map.copyOf(images);
    }

    /**
     * Reads a table in YAML: an image's name, and below it {@code entrypoint}, {@code args} and {@code workingDirectory}.
     * Words that begin with {@code ./} or {@code ../} are paths relative to the folder of the table.
     *
     * @throws UncheckedIOException when the file cannot be read or says something else
     */
    public static Images load(Path table) {
        var folder = table.toAbsolutePath().getParent();
        try {
            var read = YAML.readValue(table.toFile(), new TypeReference<Map<String, Image>>() {});
            var images = new HashMap<String, Image>();
            read.forEach((name, image) -> images.put(name, folder == null ? image : image.relativeTo(folder)));
            return new Images(images);
        } catch (IOException e) {
            throw new UncheckedIOException("The table of images " + table + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Looks for the very name first, then for the name without its tag and digest. */
    Optional<Image> find(String name) {
        var exact = images.get(name);
        return Optional.ofNullable(exact == null ? images.get(withoutTag(name)) : exact);
    }

    /** A colon before a slash is the port of a registry. */
    private static String withoutTag(String name) {
        var digest = name.indexOf('@');
        var undigested = digest < 0 ? name : name.substring(0, digest);
        var tag = undigested.lastIndexOf(':');
        return tag > undigested.lastIndexOf('/') ? undigested.substring(0, tag) : undigested;
    }
}
