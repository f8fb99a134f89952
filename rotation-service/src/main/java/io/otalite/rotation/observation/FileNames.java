package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Place.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files below a mounted Secret or ConfigMap that a container is told of in words: in a variable or on its command line. That such a
 * volume mounts says nothing about whether the program finds the file it was told of.
 */
final class FileNames {
    private static final Pattern FILE = Pattern.compile("/[A-Za-z0-9._/-]{1,512}");

    private final String namespace;
    private final Map<String, Volume> volumes = new HashMap<>();
    private final List<Reference> found = new ArrayList<>();

    private FileNames(String namespace) {
        this.namespace = namespace;
    }

    private record Volume(ObjectRef source, boolean optional, Map<String, String> keysByFile) {
        /** The entry that is seen as this file; null where the file cannot be one. */
        @Nullable
        String key(String file) {
            if (file.isEmpty() || file.indexOf('/') >= 0) {
                return keysByFile.get(file);
            }
            return keysByFile.isEmpty() ? file : keysByFile.get(file);
        }
    }

    static List<Reference> in(JsonNode podSpec, String pointer, String namespace) {
        var names = new FileNames(namespace);
        podSpec.path("volumes").forEach(names::volume);
        if (!names.volumes.isEmpty()) {
            TemplateReader.each(
                    podSpec.path("initContainers"),
                    pointer + "/initContainers",
                    (container, at) -> names.container(container, at, Part.INIT));
            TemplateReader.each(
                    podSpec.path("containers"),
                    pointer + "/containers",
                    (container, at) -> names.container(container, at, Part.CONTAINER));
        }
        return names.found;
    }

    private void volume(JsonNode volume) {
        var name = volume.path("name").asText();
        source(name, Kinds.SECRET, volume.path("secret"), "secretName");
        source(name, Kinds.CONFIG_MAP, volume.path("configMap"), "name");
    }

    private void source(String volume, String kind, JsonNode source, String nameField) {
        var name = source.path(nameField).asText();
        if (name.isEmpty()) {
            return;
        }
        var keys = new HashMap<String, String>();
        source.path("items")
                .forEach(item ->
                        keys.put(item.path("path").asText(), item.path("key").asText()));
        volumes.put(
                volume,
                new Volume(
                        new ObjectRef(kind, namespace, name),
                        source.path("optional").asBoolean(),
                        keys));
    }

    private void container(JsonNode container, String at, Part part) {
        var place = new Place(part, container.path("name").asText());
        var mounts = new HashMap<String, Volume>();
        for (var mount : container.path("volumeMounts")) {
            var volume = volumes.get(mount.path("name").asText());
            if (volume != null && !mount.hasNonNull("subPath") && !mount.hasNonNull("subPathExpr")) {
                mounts.put(mount.path("mountPath").asText().replaceFirst("/+$", "") + '/', volume);
            }
        }
        TemplateReader.each(container.path("volumeMounts"), at + "/volumeMounts", (mount, path) -> {
            var volume = volumes.get(mount.path("name").asText());
            var file = mount.path("subPath").asText();
            var key = volume == null || file.isEmpty() ? null : volume.key(file);
            if (volume != null && key != null) {
                found.add(new Reference(Use.SUB_PATH, volume.source(), key, volume.optional(), path, "", place));
            }
        });
        if (mounts.isEmpty()) {
            return;
        }
        TemplateReader.each(
                container.path("env"),
                at + "/env",
                (variable, env) -> text(variable.path("value").asText(), env, "value", mounts, place));
        TemplateReader.each(
                container.path("command"),
                at + "/command",
                (word, word2) -> text(word.asText(), word2, "", mounts, place));
        TemplateReader.each(
                container.path("args"), at + "/args", (word, word2) -> text(word.asText(), word2, "", mounts, place));
    }

    private void text(String text, String at, String field, Map<String, Volume> mounts, Place place) {
        var files = FILE.matcher(text);
        while (files.find()) {
            var file = files.group();
            mounts.forEach((folder, volume) -> {
                var key = file.startsWith(folder) ? volume.key(file.substring(folder.length())) : null;
                if (key != null) {
                    found.add(new Reference(Use.FILE_NAME, volume.source(), key, volume.optional(), at, field, place));
                }
            });
        }
    }
}
