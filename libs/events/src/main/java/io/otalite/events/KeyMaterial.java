package io.otalite.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.MalformedEventException.Reason;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses a value that seems to hold a key instead of naming one. A topic is kept for ever and read by many, so a producer that sends
 * what it rotated has to hear of it; the refusal never repeats what was sent.
 */
final class KeyMaterial {

    /** Names without case, hyphens and underscores. {@code data} and {@code stringData} are the content of a Secret. */
    private static final Pattern NAME = Pattern.compile(".*(?:privatekey|privatekeydata|secretkey|accesskey|apikey"
            + "|password|passwd|passphrase|token|clientsecret|credentials?)|data|stringdata");

    private static final String PEM = "PRIVATE KEY-----";

    private KeyMaterial() {}

    static void refuse(JsonNode node) {
        if (node.isTextual() && node.textValue().contains(PEM)) {
            throw new MalformedEventException(
                    Reason.BAD_VALUE, "The value holds a private key; an event names keys and never holds one");
        }
        for (var member : node.properties()) {
            if (NAME.matcher(plain(member.getKey())).matches()) {
                throw new MalformedEventException(
                        Reason.BAD_VALUE,
                        "The value's member " + EventChecks.excerpt(member.getKey())
                                + " looks like key material; an event names keys and never holds one");
            }
        }
        node.forEach(KeyMaterial::refuse);
    }

    private static String plain(String name) {
        return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }
}
