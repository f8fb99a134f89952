package io.otalite.local.rotation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is to be rotated, and how.
 *
 * @param compromised whether the old credential is in wrong hands
 * @param confirm the account, repeated; needed with {@code compromised}
 * @param force why it is to go on although something speaks against it
 */
public record Wish(Target target, boolean compromised, Optional<String> confirm, Optional<String> force) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PARTS = 3;

    /** Whose credential. */
    public sealed interface Target {
        /** @param entry empty where the Secret has only one that can be rotated */
        record InSecret(String namespace, String name, Optional<String> entry) implements Target {}

        /** A service account of Google. */
        record OfAccount(String email) implements Target {}

        /** Reads {@code NAMESPACE/SECRET} or {@code NAMESPACE/SECRET/ENTRY}; empty for anything else. */
        static Optional<Target> parse(String text) {
            var parts = text.split("/", -1);
            for (var part : parts) {
                if (part.isBlank()) {
                    return Optional.empty();
                }
            }
            return switch (parts.length) {
                case 2 -> Optional.of(new InSecret(parts[0], parts[1], Optional.empty()));
                case MOST_PARTS -> Optional.of(new InSecret(parts[0], parts[1], Optional.of(parts[2])));
                default -> Optional.empty();
            };
        }
    }

    public Wish confirmedBy(String account) {
        return new Wish(target, compromised, Optional.of(account), force);
    }

    /** The body of {@code POST /v1/rotations}. */
    ObjectNode body() {
        var body = JSON.createObjectNode();
        switch (target) {
            case Target.InSecret(var namespace, var name, var entry) -> {
                var secret =
                        body.putObject("secret").put("namespace", namespace).put("name", name);
                entry.ifPresent(word -> secret.put("entry", word));
            }
            case Target.OfAccount(var email) -> body.put("service_account", email);
        }
        body.put("compromised", compromised);
        confirm.ifPresent(account -> body.put("confirm", account));
        force.ifPresent(reason -> body.put("force", reason));
        return body;
    }
}
