package io.otalite.rotation.images;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a login of a pull secret is good for: a host whose parts may hold wildcards, a port where the image must name the
 * same, and the beginning of a path.
 *
 * @param host with {@code *} for any characters between two dots
 * @param port empty, or the port that the image must name, too
 * @param path empty, or what the repository must begin with, from the slash on
 */
public record Location(String host, String port, String path) {
    /** {@code https://user@HOST:PORT/PATH?query#fragment}, of which scheme, user and what follows the path are dropped. */
    private static final Pattern FORM = Pattern.compile(
            "(?:https?://)?(?:[^/?#@]*@)?(?<host>\\[[0-9a-fA-F:.]+\\]|[^:/?#@\\[\\]]+)(?::(?<port>[0-9]*))?(?<path>/[^?#]*)?(?:[?#].*)?");

    private static final Pattern API_VERSION = Pattern.compile("^/v[12](?=/)");

    /** Reads the name of an entry in a pull secret; empty where it names no host. */
    static Optional<Location> parse(String entry) {
        var form = FORM.matcher(entry);
        if (!form.matches()) {
            return Optional.empty();
        }
        var port = form.group("port");
        var path = form.group("path");
        var effective = path == null ? "" : API_VERSION.matcher(path).replaceFirst("");
        return Optional.of(
                new Location(form.group("host"), port == null ? "" : port, effective.equals("/") ? "" : effective));
    }

    /** Whether a login here is good for the image. The path is a plain prefix: {@code gcr.io/team} matches {@code gcr.io/teams/x}. */
    boolean matches(ImageName image) {
        var registry = image.registry();
        var colon = registry.endsWith("]") ? -1 : registry.lastIndexOf(':');
        var imageHost = colon < 0 ? registry : registry.substring(0, colon);
        var imagePort = colon < 0 ? "" : registry.substring(colon + 1);
        return port.equals(imagePort)
                && ("/" + image.repository()).startsWith(path)
                && hostMatches(parts(host), parts(imageHost));
    }

    private static boolean hostMatches(List<String> patterns, List<String> parts) {
        if (patterns.size() != parts.size()) {
            return false;
        }
        for (var i = 0; i < parts.size(); i++) {
            if (!partMatches(patterns.get(i), parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Wildcards without a regular expression, whose cost a hostile secret could choose: the last '*' takes one more each time. */
    private static boolean partMatches(String pattern, String part) {
        var p = 0;
        var t = 0;
        var star = -1;
        var taken = 0;
        while (t < part.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length() && pattern.charAt(p) == part.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(rest -> rest == '*');
    }

    private static List<String> parts(String host) {
        return List.of(host.split("\\.", -1));
    }

    @Override
    public String toString() {
        return host + (port.isEmpty() ? "" : ":" + port) + path;
    }
}
