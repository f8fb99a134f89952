package io.otalite.rotation.images.registry;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a registry wants to be told who asks: its {@code WWW-Authenticate} header (RFC 9110 11.6.1). */
sealed interface Challenge {
    /** With user and password in each request (RFC 7617). */
    record Basic() implements Challenge {}

    /** With a token that is fetched elsewhere (distribution specification, "token authentication"). */
    record Bearer(String realm, Optional<String> service, Optional<String> scope) implements Challenge {}

    /** A scheme at the beginning of a header or after a comma, where a parameter would have a '='. */
    Pattern SCHEME = Pattern.compile("(?:^|,)\\s*(?<scheme>[A-Za-z]+)(?=\\s|$|,)");

    Pattern PARAMETER = Pattern.compile("(?<name>[A-Za-z]+)\\s*=\\s*(?:\"(?<quoted>[^\"]*)\"|(?<plain>[^\\s,\"]+))");

    int LONGEST_HEADER = 8192;

    /** The challenge to answer, a token before a password; empty where there is none that is understood. */
    static Optional<Challenge> of(HttpHeaders headers) {
        var challenges = headers.allValues("WWW-Authenticate").stream()
                .filter(header -> header.length() <= LONGEST_HEADER)
                .flatMap(header -> parse(header).stream())
                .toList();
        return challenges.stream()
                .filter(Bearer.class::isInstance)
                .findFirst()
                .or(() -> challenges.stream().findFirst());
    }

    private static List<Challenge> parse(String header) {
        var schemes = SCHEME.matcher(header).results().toList();
        var found = new ArrayList<Challenge>();
        for (var i = 0; i < schemes.size(); i++) {
            var end = i + 1 < schemes.size() ? schemes.get(i + 1).start() : header.length();
            var parameters = parameters(header.substring(schemes.get(i).end(), end));
            var scheme = schemes.get(i).group(1).toLowerCase(Locale.ROOT);
            if (scheme.equals("basic")) {
                found.add(new Basic());
            } else if (scheme.equals("bearer") && parameters.containsKey("realm")) {
                found.add(new Bearer(
                        parameters.get("realm"),
                        Optional.ofNullable(parameters.get("service")),
                        Optional.ofNullable(parameters.get("scope"))));
            }
        }
        return found;
    }

    private static Map<String, String> parameters(String text) {
        var found = new HashMap<String, String>();
        PARAMETER.matcher(text).results().forEach(each -> {
            var quoted = each.group("quoted");
            found.put(each.group("name").toLowerCase(Locale.ROOT), quoted == null ? each.group("plain") : quoted);
        });
        return found;
    }
}
