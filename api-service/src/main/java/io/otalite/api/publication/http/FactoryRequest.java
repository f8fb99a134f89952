package io.otalite.api.publication.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.Retention;
import io.otalite.events.FactoryName;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a factory is to be like, from the bodies that make or change one; what is not known is refused. */
final class FactoryRequest {
    private static final int MAX_BYTES = 10_000;
    private static final Set<String> CHANGEABLE = Set.of("publicMetadata", "clientLimits", "retention");
    private static final FactorySettings DEFAULT =
            new FactorySettings(false, List.of(Dialect.TUF), ClientLimits.DEFAULT, Optional.empty());

    private final ObjectNode json;

    private FactoryRequest(byte[] body) {
        this.json = StrictJson.object(body, StrictJson.Limits.publishing(MAX_BYTES));
    }

    /** The body of the request that makes a factory. */
    static FactoryRequest creation(byte[] body) {
        return new FactoryRequest(body).knowing("name", "dialects");
    }

    /** The body of the request that changes one. */
    static FactoryRequest change(byte[] body) {
        return new FactoryRequest(body).knowing();
    }

    private FactoryRequest knowing(String... more) {
        for (var member : json.properties()) {
            if (!CHANGEABLE.contains(member.getKey()) && !List.of(more).contains(member.getKey())) {
                throw invalid("/" + member.getKey(), "nothing of this name");
            }
        }
        return this;
    }

    FactoryName name() {
        return Optional.ofNullable(json.path("name").textValue())
                .flatMap(FactoryName::parse)
                .orElseThrow(() -> invalid(
                        "/name", "1 to 63 characters a-z, 0-9 and \"-\", beginning and ending with a letter or digit"));
    }

    FactorySettings settings() {
        return over(new FactorySettings(DEFAULT.publicMetadata(), dialects(), DEFAULT.limits(), DEFAULT.retention()));
    }

    /** The settings with what the request says in place of what they say. */
    FactorySettings over(FactorySettings before) {
        return new FactorySettings(
                publicMetadata(before.publicMetadata()),
                before.dialects(),
                limits(before.limits()),
                json.has("retention") ? retention() : before.retention());
    }

    private boolean publicMetadata(boolean before) {
        var value = json.path("publicMetadata");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw invalid("/publicMetadata", "true or false");
        }
        return value.isMissingNode() ? before : value.booleanValue();
    }

    private List<Dialect> dialects() {
        var value = json.path("dialects");
        if (value.isMissingNode()) {
            return DEFAULT.dialects();
        }
        if (!(value instanceof ArrayNode list) || !list.valueStream().allMatch(JsonNode::isTextual)) {
            throw invalid("/dialects", "a list, [\"tuf\"], [\"ats\"] or [\"tuf\", \"ats\"]");
        }
        return checked("/dialects", () -> {
            var dialects = list.valueStream()
                    .map(JsonNode::textValue)
                    .map(Dialect::fromId)
                    .toList();
            return new FactorySettings(false, dialects, DEFAULT.limits(), DEFAULT.retention()).dialects();
        });
    }

    private ClientLimits limits(ClientLimits before) {
        if (!json.has("clientLimits")) {
            return before;
        }
        var limits = object("clientLimits", Set.of("root", "targets", "rootRotations"));
        return checked(
                "/clientLimits",
                () -> new ClientLimits(
                        integer(limits, "/clientLimits", "root", before.root()),
                        integer(limits, "/clientLimits", "targets", before.targets()),
                        integer(limits, "/clientLimits", "rootRotations", before.rootRotations())));
    }

    private Optional<Retention> retention() {
        if (json.path("retention").isNull()) {
            return Optional.empty();
        }
        var retention = object("retention", Set.of("keepPerTag"));
        return checked(
                "/retention", () -> Optional.of(new Retention(integer(retention, "/retention", "keepPerTag", 0))));
    }

    private ObjectNode object(String name, Set<String> members) {
        if (!(json.path(name) instanceof ObjectNode object)) {
            throw invalid("/" + name, "an object with " + members);
        }
        for (var member : object.properties()) {
            if (!members.contains(member.getKey())) {
                throw invalid("/" + name + "/" + member.getKey(), "nothing of this name");
            }
        }
        return object;
    }

    private static int integer(ObjectNode object, String where, String name, int otherwise) {
        var value = object.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw invalid(where + "/" + name, "a whole number");
        }
        return value.intValue();
    }

    private static <T> T checked(String where, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException e) {
            throw new ProblemException(
                    400,
                    "invalid_factory",
                    "Invalid factory",
                    "At %s: %s".formatted(where, e.getMessage()),
                    Map.of(where, String.valueOf(e.getMessage())));
        }
    }

    private static ProblemException invalid(String where, String expected) {
        return new ProblemException(
                400,
                "invalid_factory",
                "Invalid factory",
                "At %s: expected %s.".formatted(where, expected),
                Map.of(where, expected));
    }
}
