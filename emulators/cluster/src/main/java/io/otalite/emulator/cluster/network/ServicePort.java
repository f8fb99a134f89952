package io.otalite.emulator.cluster.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One port of a Service.
 *
 * @param name empty for the only port of a Service
 * @param target a number, or the name that a port has in the pods
 * @param local the port of this machine that leads to it; empty when none was asked for
 */
record ServicePort(String name, int port, String target, OptionalInt local) {
    /** {@code NAME=PORT,…} by the names of the Service's ports; a port without a name is just {@code PORT}. */
    static final String LOCAL_PORT = "emulator.ota-lite.io/local-port";

    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException when the annotation says something else than ports of this Service */
    static List<ServicePort> of(JsonNode service) {
        var locals = locals(Metadata.annotation(service, LOCAL_PORT).orElse(""));
        var result = new ArrayList<ServicePort>();
        for (var port : service.path("spec").path("ports")) {
            if (port.path("protocol").asText("TCP").equals("TCP")) {
                var name = port.path("name").asText("");
                var number = port.path("port").asInt();
                var target = port.path("targetPort").asText(Integer.toString(number));
                var local = locals.remove(name);
                result.add(new ServicePort(
                        name, number, target, local == null ? OptionalInt.empty() : OptionalInt.of(local)));
            }
        }
        if (!locals.isEmpty()) {
            throw new IllegalArgumentException("the annotation %s names ports that the Service does not have: %s"
                    .formatted(LOCAL_PORT, String.join(", ", locals.keySet())));
        }
        return result;
    }

    /** The number of the port in a pod; empty when the pod has no port of that name. */
    OptionalInt in(JsonNode pod) {
        if (target.chars().allMatch(Character::isDigit)) {
            return OptionalInt.of(Integer.parseInt(target));
        }
        for (var container : pod.path("spec").path("containers")) {
            for (var port : container.path("ports")) {
                if (port.path("name").asText().equals(target)) {
                    return OptionalInt.of(port.path("containerPort").asInt());
                }
            }
        }
        return OptionalInt.empty();
    }

    private static Map<String, Integer> locals(String annotation) {
        var result = new HashMap<String, Integer>();
        for (var entry : annotation.split(",", -1)) {
            if (!entry.isBlank()) {
                var divider = entry.indexOf('=');
                result.put(entry.substring(0, Math.max(0, divider)).strip(), number(entry.substring(divider + 1)));
            }
        }
        return result;
    }

    private static int number(String text) {
        try {
            var number = Integer.parseInt(text.strip());
            if (number > 0 && number <= HIGHEST) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, together with the numbers that are no ports.
        }
        throw new IllegalArgumentException(
                "the annotation %s has \"%s\" where a port is expected".formatted(LOCAL_PORT, text.strip()));
    }
}
