package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.FieldValidation;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import io.otalite.emulator.cluster.wire.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads the body of a request into an object, whatever it is written in. */
final class Bodies {
    private static final String ACCEPTED =
            "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private Bodies() {}

    /** @throws Refusal 400 when it is no object, 415 for another format */
    static ObjectNode object(Call call) {
        try {
            if (parse(call) instanceof ObjectNode object) {
                return object;
            }
            throw Refusal.badRequest("the body of the request must be an object");
        } catch (MismatchedInputException e) {
            throw Refusal.badRequest("the body of the request must be one object, and nothing after it");
        } catch (IOException e) {
            throw Refusal.badRequest("the body of the request cannot be read: " + firstLine(e));
        }
    }

    /** As {@link #object}; no body is the empty object. */
    static ObjectNode optionalObject(Call call) {
        return call.body().length == 0 ? Json.object() : object(call);
    }

    private static JsonNode parse(Call call) throws IOException {
        return switch (mediaType(call)) {
            // Old clients send none at all.
            case "", "application/json" -> Json.parse(call.body());
            case "application/yaml" -> Yaml.parse(call.body());
            case Protobuf.MEDIA_TYPE -> Protobuf.parse(call.body());
            default -> throw unsupported(ACCEPTED);
        };
    }

    /** The fields that a body says twice; none where it cannot be read. */
    static List<String> duplicateFields(Call call) {
        var type = mediaType(call);
        if (type.equals(Protobuf.MEDIA_TYPE)) {
            return List.of();
        }
        try (var parser = type.endsWith("yaml") ? Yaml.parser(call.body()) : Json.parser(call.body())) {
            return FieldValidation.duplicateFields(parser);
        } catch (IOException _) {
            // Whoever makes a tree of it says what is wrong.
            return List.of();
        }
    }

    /** The content type without its parameters; empty when there is none. */
    static String mediaType(Call call) {
        var type = call.header("Content-Type").orElse("");
        var end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    static Refusal unsupported(String message) {
        return new Refusal(415, "UnsupportedMediaType", message, Json.object());
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("not readable");
    }
}
