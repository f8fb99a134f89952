package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import java.util.Set;

/** What {@code keys.create} may ask for: one kind of key in one kind of file, each of which may go unsaid. */
final class KeyRequest {
    static final String RSA_2048 = "KEY_ALG_RSA_2048";
    static final String KEY_FILE = "TYPE_GOOGLE_CREDENTIALS_FILE";

    private KeyRequest() {}

    /** @throws ApiException 400 when it asks for anything else */
    static void check(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            switch (name) {
                case "keyAlgorithm" -> requireOneOf(body, name, Set.of(RSA_2048, "KEY_ALG_UNSPECIFIED"));
                case "privateKeyType" -> requireOneOf(body, name, Set.of(KEY_FILE, "TYPE_UNSPECIFIED"));
                default -> throw ApiException.invalid("Unknown name \"%s\": cannot find field.".formatted(name));
            }
        });
    }

    private static void requireOneOf(ObjectNode body, String name, Set<String> offered) {
        if (!offered.contains(body.path(name).asText())) {
            throw ApiException.invalid("%s must be one of %s here.".formatted(name, offered));
        }
    }
}
