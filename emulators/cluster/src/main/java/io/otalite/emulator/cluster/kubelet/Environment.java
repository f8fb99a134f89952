package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of a container, read anew at each of its starts: so a Secret that was deleted harms a container that runs
 * only when it is started again.
 */
final class Environment {
    /** {@code $(NAME)}, or {@code $$}, which stands for a dollar sign. */
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^)]+)\\))");

    private final References references;
    private final DownwardApi downward;

    Environment(References references, DownwardApi downward) {
        this.references = references;
        this.downward = downward;
    }

    /**
     * All variables in the order of the manifest; of two with one name the later counts.
     *
     * @param given those that the node adds
     * @throws MissingReferenceException when an object or a key is missing that may not be
     */
    Map<String, String> of(JsonNode container, Map<String, String> given) throws MissingReferenceException {
        var result = new LinkedHashMap<>(given);
        for (var source : container.path("envFrom")) {
            addAll(result, source);
        }
        for (var variable : container.path("env")) {
            var name = variable.path("name").asText();
            if (variable.has("valueFrom")) {
                value(container, variable.path("valueFrom")).ifPresent(value -> result.put(name, value));
            } else {
                result.put(name, expand(variable.path("value").asText(""), result));
            }
        }
        return result;
    }

    private void addAll(Map<String, String> result, JsonNode source) throws MissingReferenceException {
        var prefix = source.path("prefix").asText("");
        var isSecret = source.has("secretRef");
        var reference = source.path(isSecret ? "secretRef" : "configMapRef");
        var kind = isSecret ? Kinds.SECRET : Kinds.CONFIG_MAP;
        references
                .read(kind, reference.path("name").asText(), isOptional(reference))
                .orElse(Map.of())
                .forEach((name, value) -> result.put(prefix + name, new String(value, StandardCharsets.UTF_8)));
    }

    private Optional<String> value(JsonNode container, JsonNode from) throws MissingReferenceException {
        if (from.has("secretKeyRef")) {
            return key(Kinds.SECRET, from.path("secretKeyRef"));
        }
        if (from.has("configMapKeyRef")) {
            return key(Kinds.CONFIG_MAP, from.path("configMapKeyRef"));
        }
        if (from.has("fieldRef")) {
            return Optional.of(
                    downward.field(from.path("fieldRef").path("fieldPath").asText()));
        }
        if (from.has("resourceFieldRef")) {
            return Optional.of(downward.resource(container, from.path("resourceFieldRef")));
        }
        throw new MissingReferenceException("unsupported source of a variable: " + from.properties());
    }

    private Optional<String> key(Kind kind, JsonNode reference) throws MissingReferenceException {
        var name = reference.path("name").asText();
        var key = reference.path("key").asText();
        var content = references.read(kind, name, isOptional(reference));
        var value = content.flatMap(entries -> Optional.ofNullable(entries.get(key)));
        if (content.isPresent() && value.isEmpty() && !isOptional(reference)) {
            throw new MissingReferenceException(
                    "couldn't find key %s in %s %s".formatted(key, kind.name(), references.qualified(name)));
        }
        return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean isOptional(JsonNode reference) {
        return reference.path("optional").asBoolean();
    }

    /** Replaces references to variables; what is not known stays as it is. */
    static String expand(String text, Map<String, String> variables) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            var name = found.group(2);
            var value = name == null ? "$" : variables.getOrDefault(name, found.group());
            return Matcher.quoteReplacement(value);
        });
    }

    static List<String> expand(JsonNode texts, Map<String, String> variables) {
        var known = new HashMap<>(variables);
        return texts.valueStream().map(text -> expand(text.asText(), known)).toList();
    }
}
