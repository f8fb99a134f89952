package io.otalite.emulator.google.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of routes. A template's segment is literal, {@code {name}}, or {@code {name}:verb} as Google writes custom
 * methods. What is not in the table is not offered, and the answer says so.
 */
public final class Router implements Handler {
    private final List<Route> routes = new ArrayList<>();

    public Router route(String method, String template, Handler handler) {
        routes.add(new Route(method, List.of(template.substring(1).split("/", -1)), handler));
        return this;
    }

    @Override
    public Answer handle(Request request) throws IOException {
        var method = request.method();
        var segments = request.segments();
        for (var route : routes) {
            var variables = route.match(method, segments);
            if (variables.isPresent()) {
                return route.handler.handle(request.withPath(variables.get()));
            }
        }
        throw ApiException.notFound("%s %s is not offered by this emulator.".formatted(method, request.rawPath()));
    }

    private record Route(String method, List<String> template, Handler handler) {

        Optional<Map<String, String>> match(String wanted, List<String> segments) {
            if (!method.equals(wanted) || template.size() != segments.size()) {
                return Optional.empty();
            }
            var variables = new HashMap<String, String>();
            for (var i = 0; i < template.size(); i++) {
                if (!bind(template.get(i), segments.get(i), variables)) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }

        private static boolean bind(String template, String segment, Map<String, String> variables) {
            if (!template.startsWith("{")) {
                return template.equals(segment);
            }
            var end = template.indexOf('}');
            var suffix = template.substring(end + 1);
            if (!segment.endsWith(suffix) || segment.length() == suffix.length()) {
                return false;
            }
            variables.put(template.substring(1, end), segment.substring(0, segment.length() - suffix.length()));
            return true;
        }
    }
}
