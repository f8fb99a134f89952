package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.kubelet.VolumeContent.File;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is in the volumes of a pod, as the objects they show are at the moment of asking. */
final class Volumes {
    private static final int DEFAULT_MODE = 0644;
    private static final Set<String> NOT_A_TYPE = Set.of("name");

    private final References references;
    private final DownwardApi downward;
    private final PodTokens tokens;

    Volumes(References references, DownwardApi downward, PodTokens tokens) {
        this.references = references;
        this.downward = downward;
        this.tokens = tokens;
    }

    /**
     * The content of a volume.
     *
     * @throws MissingReferenceException when it cannot be mounted
     */
    VolumeContent of(JsonNode volume) throws MissingReferenceException {
        var name = volume.path("name").asText();
        var type = type(volume);
        var source = volume.path(type);
        var mode = source.path("defaultMode").asInt(DEFAULT_MODE);
        var files = new TreeMap<String, File>();
        switch (type) {
            case "emptyDir" -> {
                return new VolumeContent(name, Map.of(), false);
            }
            case "secret" ->
                addObject(files, Kinds.SECRET, source.path("secretName").asText(), source, mode);
            case "configMap" ->
                addObject(files, Kinds.CONFIG_MAP, source.path("name").asText(), source, mode);
            case "downwardAPI" -> addFields(files, source, mode);
            case "projected" -> {
                for (var part : source.path("sources")) {
                    addPart(files, part, mode);
                }
            }
            default -> throw new MissingReferenceException("volumes of type %s are not supported".formatted(type));
        }
        return new VolumeContent(name, files, true);
    }

    /** The type of a volume: the one field beside its name; {@code emptyDir} when there is none. */
    private static String type(JsonNode volume) {
        return volume.propertyStream()
                .map(Map.Entry::getKey)
                .filter(field -> !NOT_A_TYPE.contains(field))
                .findFirst()
                .orElse("emptyDir");
    }

    private void addPart(Map<String, File> files, JsonNode part, int mode) throws MissingReferenceException {
        var type = type(part);
        var source = part.path(type);
        switch (type) {
            case "secret" -> addObject(files, Kinds.SECRET, source.path("name").asText(), source, mode);
            case "configMap" ->
                addObject(files, Kinds.CONFIG_MAP, source.path("name").asText(), source, mode);
            case "downwardAPI" -> addFields(files, source, mode);
            case "serviceAccountToken" -> addToken(files, source, mode);
            default ->
                throw new MissingReferenceException("projected sources of type %s are not supported".formatted(type));
        }
    }

    private void addObject(Map<String, File> files, Kind kind, String name, JsonNode source, int mode)
            throws MissingReferenceException {
        var optional = source.path("optional").asBoolean();
        var content = references.read(kind, name, optional).orElse(Map.of());
        if (!source.path("items").isArray()) {
            content.forEach((key, value) -> files.put(key, new File(value, mode)));
            return;
        }
        for (var item : source.path("items")) {
            var key = item.path("key").asText();
            var value = Optional.ofNullable(content.get(key));
            if (value.isEmpty() && !optional) {
                var word = kind.equals(Kinds.SECRET) ? "secret" : "config";
                throw new MissingReferenceException("references non-existent %s key: %s".formatted(word, key));
            }
            value.ifPresent(bytes -> files.put(
                    item.path("path").asText(),
                    new File(bytes, item.path("mode").asInt(mode))));
        }
    }

    private void addFields(Map<String, File> files, JsonNode source, int mode) throws MissingReferenceException {
        for (var item : source.path("items")) {
            var reference = item.path("resourceFieldRef");
            var text = item.has("fieldRef")
                    ? downward.field(item.path("fieldRef").path("fieldPath").asText())
                    : downward.resource(
                            downward.container(reference.path("containerName").asText()), reference);
            files.put(item.path("path").asText(), file(text, item.path("mode").asInt(mode)));
        }
    }

    private void addToken(Map<String, File> files, JsonNode source, int mode) throws MissingReferenceException {
        try {
            files.put(source.path("path").asText(), file(tokens.current(source), mode));
        } catch (Refusal refusal) {
            throw new MissingReferenceException("failed to fetch token: " + refusal.getMessage());
        }
    }

    private static File file(String text, int mode) {
        return new File(text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /** Whether a reader would see no difference. */
    static boolean same(VolumeContent one, VolumeContent other) {
        return one.files().keySet().equals(other.files().keySet())
                && one.files().entrySet().stream().allMatch(entry -> {
                    var file = other.files().get(entry.getKey());
                    return file != null
                            && file.mode() == entry.getValue().mode()
                            && Arrays.equals(file.content(), entry.getValue().content());
                });
    }
}
