package io.otalite.rest;

import java.util.Set;

/**
 * A method as a trace names it: a stranger may send any token, and spans have few names (OpenTelemetry, Semantic Conventions for HTTP
 * Spans, "Name" and {@code http.request.method}).
 *
 * @param spanName of its requests
 * @param attribute the value of {@code http.request.method}
 */
record RequestMethod(String spanName, String attribute) {
    /** RFC 9110 section 9.3, and RFC 5789. */
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final RequestMethod OTHER = new RequestMethod("HTTP", "_OTHER");

    /** @param token as sent; methods are case-sensitive */
    static RequestMethod of(String token) {
        return KNOWN.contains(token) ? new RequestMethod(token, token) : OTHER;
    }
}
