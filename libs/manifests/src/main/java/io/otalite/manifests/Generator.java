package io.otalite.manifests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A {@code configMapGenerator} or {@code secretGenerator} entry. Only names without a hash are supported: with one, every
 * reference to the object would have to be rewritten.
 *
 * @param type of a Secret
 */
record Generator(
        Kind kind,
        String name,
        String namespace,
        String type,
        List<String> literals,
        List<String> files,
        List<String> envs) {
    private static final String NO_HASH = "disableNameSuffixHash";
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    enum Kind {
        CONFIG_MAP,
        SECRET
    }

    Generator {
        literals = List.copyOf(literals);
        files = List.copyOf(files);
        envs = List.copyOf(envs);
    }

    static List<Generator> allOf(Fields kustomization) {
        var options = kustomization.map("generatorOptions");
        var noHash = options.isPresent() && options.get().flag(NO_HASH);
        options.ifPresent(Fields::end);
        var generators = new ArrayList<Generator>();
        kustomization.maps("configMapGenerator").forEach(map -> generators.add(of(map, Kind.CONFIG_MAP, noHash)));
        kustomization.maps("secretGenerator").forEach(map -> generators.add(of(map, Kind.SECRET, noHash)));
        return generators;
    }

    private static Generator of(Fields fields, Kind kind, boolean noHashByDefault) {
        var options = fields.map("options");
        var noHash = options.map(map -> map.flag(NO_HASH)).orElse(false);
        options.ifPresent(Fields::end);
        if (!noHash && !noHashByDefault) {
            throw fields.refused(
                    "options", "must have %s: true, since names with a hash are not supported here".formatted(NO_HASH));
        }
        var generator = new Generator(
                kind,
                fields.requiredText("name"),
                fields.text("namespace").orElse(""),
                kind == Kind.SECRET ? fields.text("type").orElse("Opaque") : "",
                fields.texts("literals"),
                fields.texts("files"),
                fields.texts("envs"));
        fields.end();
        return generator;
    }

    Resource generate(KustomizationFile file) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", kind == Kind.SECRET ? "Secret" : "ConfigMap");
        var metadata = object.putObject("metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        if (kind == Kind.SECRET) {
            object.put("type", type);
        }
        content(file).forEach((key, value) -> put(object, key, value));
        return new Resource(object, new Origin(file.name(), 1), namespace);
    }

    private static void put(ObjectNode object, String key, byte[] value) {
        if (object.path("kind").asText().equals("Secret")) {
            object.withObject("/data").put(key, Base64.getEncoder().encodeToString(value));
            return;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            object.withObject("/data").put(key, text.toString());
        } catch (CharacterCodingException _) {
            // What is not text has its own field, in base64.
            object.withObject("/binaryData").put(key, Base64.getEncoder().encodeToString(value));
        }
    }

    private Map<String, byte[]> content(KustomizationFile file) {
        var content = new TreeMap<String, byte[]>();
        for (var env : envs) {
            file.text(env)
                    .lines()
                    .map(String::stripLeading)
                    .filter(Generator::isSetting)
                    .forEach(line -> {
                        var at = separator(line, file, env);
                        add(content, line.substring(0, at), utf8(line.substring(at + 1)), file);
                    });
        }
        for (var literal : literals) {
            var at = separator(literal, file, "literals");
            add(content, literal.substring(0, at), utf8(unquoted(literal.substring(at + 1))), file);
        }
        for (var source : files) {
            var at = source.indexOf('=');
            var key = at < 0 ? String.valueOf(Path.of(source).getFileName()) : source.substring(0, at);
            add(content, key, file.bytes(source.substring(at + 1)), file);
        }
        return content;
    }

    private static boolean isSetting(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private void add(Map<String, byte[]> content, String key, byte[] value, KustomizationFile file) {
        if (!KEY.matcher(key).matches()) {
            throw new ManifestException(file.name(), "\"%s\" in %s is no key: [-._a-zA-Z0-9]+".formatted(key, name));
        }
        if (content.put(key, value) != null) {
            throw new ManifestException(file.name(), "the key \"%s\" is twice in %s".formatted(key, name));
        }
    }

    private static int separator(String line, KustomizationFile file, String source) {
        var at = line.indexOf('=');
        if (at < 1) {
            throw new ManifestException(file.name(), "\"%s\" of %s is not KEY=VALUE".formatted(line, source));
        }
        return at;
    }

    private static String unquoted(String value) {
        var quoted = value.length() >= 2
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
