package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Secrets and ConfigMaps must be like, and that an immutable one stays as it is. */
final class DataRules {
    private static final int MOST_BYTES = 1024 * 1024;

    private static final Map<String, List<String>> KEYS_OF_TYPE = Map.of(
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/dockercfg", List.of(".dockercfg"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"),
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"));

    private DataRules() {}

    static void check(Kind kind, @Nullable ObjectNode old, ObjectNode wanted, Faults faults) {
        var isSecret = kind.equals(Kinds.SECRET);
        if (!isSecret && !kind.equals(Kinds.CONFIG_MAP)) {
            return;
        }
        checkKeys(wanted, faults);
        if (isSecret) {
            checkType(wanted, faults);
        }
        if (old != null) {
            checkUpdate(isSecret, old, wanted, faults);
        }
    }

    private static void checkKeys(ObjectNode object, Faults faults) {
        var characters = 0L;
        for (var field : List.of("data", "binaryData")) {
            for (var entry : object.path(field).properties()) {
                characters += entry.getValue().asText().length();
                var path = "%s[%s]".formatted(field, entry.getKey());
                Names.CONFIG_KEY
                        .faultOf(entry.getKey())
                        .ifPresent(fault -> faults.invalid(path, entry.getKey(), fault));
                if (field.equals("binaryData") && object.path("data").has(entry.getKey())) {
                    faults.invalid(path, entry.getKey(), "duplicate of key present in data");
                }
            }
        }
        var base64 = object.path("kind").asText().equals("Secret");
        if (characters > (base64 ? MOST_BYTES / 3 * 4L : MOST_BYTES)) {
            faults.tooLong("data", "may not be more than %d bytes".formatted(MOST_BYTES));
        }
    }

    private static void checkType(ObjectNode secret, Faults faults) {
        var type = text(secret, "type");
        for (var key : KEYS_OF_TYPE.getOrDefault(type, List.of())) {
            if (!secret.path("data").has(key)) {
                faults.required("data[%s]".formatted(key));
            }
        }
        var account = "kubernetes.io/service-account.name";
        if (type.equals("kubernetes.io/service-account-token") && Metadata.annotation(secret, account).isEmpty()) {
            faults.required("metadata.annotations[%s]".formatted(account));
        }
    }

    private static void checkUpdate(boolean isSecret, JsonNode old, JsonNode wanted, Faults faults) {
        if (isSecret && !old.path("type").equals(wanted.path("type"))) {
            faults.invalid("type", wanted.path("type"), "field is immutable");
        }
        if (!old.path("immutable").asBoolean()) {
            return;
        }
        if (!wanted.path("immutable").asBoolean()) {
            faults.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (var field : List.of("data", "binaryData")) {
            if (!old.path(field).equals(wanted.path(field))) {
                faults.forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }
}
