package io.otalite.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.events.FactoryName;
import io.otalite.tuf.CanonicalJson;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The JSON of an entry. */
final class EntryJson {
    /** An entry, and its details in it. */
    private static final int DEPTH = 2;

    private static final StrictJson.Limits LIMITS =
            new StrictJson.Limits(AuditEntry.LONGEST_LINE, DEPTH, StrictJson.Characters.ANY);

    private static final int LONGEST_EXCERPT = 80;

    private EntryJson() {}

    static String line(AuditEntry entry) {
        var json = hashed(entry.factory(), entry.seq(), entry.fact(), entry.previous());
        json.put("hash", entry.hash().hex());
        return new String(CanonicalJson.encode(json), StandardCharsets.UTF_8);
    }

    static Sha256 hash(FactoryName factory, long seq, AuditFact fact, Sha256 previous) {
        return Sha256.of(CanonicalJson.encode(hashed(factory, seq, fact, previous)));
    }

    private static ObjectNode hashed(FactoryName factory, long seq, AuditFact fact, Sha256 previous) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("factory", factory.value());
        json.put("seq", seq);
        json.put("at", fact.at().toString());
        json.put("actor", fact.actor());
        json.put("action", fact.action().id());
        json.put("previous", previous.hex());
        var details = json.putObject("details");
        fact.details().forEach(details::put);
        return json;
    }

    /** Reads the members of an entry, and does not look whether there are others. */
    static AuditEntry parse(byte[] line) {
        var json = StrictJson.object(line, LIMITS);
        var fact = new AuditFact(
                instant(text(json, "at")),
                text(json, "actor"),
                new AuditAction(text(json, "action")),
                details(json.path("details")));
        return new AuditEntry(
                new FactoryName(text(json, "factory")),
                number(json),
                fact,
                new Sha256(text(json, "previous")),
                new Sha256(text(json, "hash")));
    }

    private static String text(ObjectNode json, String name) {
        var value = json.path(name);
        if (!value.isTextual()) {
            throw new InvalidValueException("the member " + name, "a text", excerpt(value.toString()));
        }
        return value.textValue();
    }

    private static long number(ObjectNode json) {
        var value = json.path("seq");
        if (!value.isIntegralNumber()) {
            throw new InvalidValueException("the member seq", "a number", excerpt(value.toString()));
        }
        return value.longValue();
    }

    private static SortedMap<String, String> details(JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw new InvalidValueException("the member details", "an object of texts", excerpt(value.toString()));
        }
        SortedMap<String, String> details = new TreeMap<>();
        for (var member : object.properties()) {
            details.put(member.getKey(), text(object, member.getKey()));
        }
        return details;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notAnInstant) {
            throw new InvalidValueException("the member at", "an instant in UTC", excerpt(text));
        }
    }

    /** Nothing that a terminal would act on, and no more than a line of it. */
    static String excerpt(String text) {
        return text.codePoints()
                .limit(LONGEST_EXCERPT)
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining("", "'", "'"));
    }
}
