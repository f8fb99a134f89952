package io.otalite.emulator.cluster.admission;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The forms of names, with the sentence that an API server has for each.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object names</a>
 */
enum Names {
    /** RFC 1123, section 2.1: several labels with dots. */
    SUBDOMAIN(
            253,
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
                    + " and end with an alphanumeric character",
            "example.com"),
    /** RFC 1123, section 2.1: one label. */
    LABEL(
            63,
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
                    + " with an alphanumeric character",
            "my-name",
            "123-abc"),
    /** RFC 1035, section 2.3.1: a label that starts with a letter. */
    SERVICE(
            63,
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character",
            "my-name",
            "abc-123"),
    CONFIG_KEY(
            253,
            "[-._a-zA-Z0-9]+",
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "key.name",
            "KEY_NAME",
            "key-name"),
    LABEL_VALUE(
            63,
            "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start"
                    + " and end with an alphanumeric character",
            "MyValue",
            "my_value",
            "12345"),
    /** The part of a label's or annotation's key after the slash. */
    KEY_NAME(
            63,
            "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character",
            "MyName",
            "my.name",
            "123-abc");

    private final int longest;
    private final Pattern pattern;
    private final String sentence;

    Names(int longest, String regex, String sentence, String... examples) {
        this.longest = longest;
        this.pattern = Pattern.compile(regex);
        this.sentence = sentence
                + Arrays.stream(examples)
                        .map(example -> "'" + example + "', ")
                        .collect(Collectors.joining(" or ", " (e.g. ", ""))
                + "regex used for validation is '" + regex + "')";
    }

    /** What is wrong with a name; empty when nothing is. */
    Optional<String> faultOf(String name) {
        if (name.length() > longest) {
            return Optional.of("must be no more than %d bytes".formatted(longest));
        }
        return pattern.matcher(name).matches() ? Optional.empty() : Optional.of(sentence);
    }

    /** What is wrong with the key of a label, an annotation or a finalizer: {@code example.com/name} or {@code name}. */
    static Optional<String> faultOfKey(String key) {
        var slash = key.indexOf('/');
        if (slash < 0) {
            return KEY_NAME.faultOf(key);
        }
        var prefix = SUBDOMAIN.faultOf(key.substring(0, slash));
        return prefix.isPresent() ? prefix.map(fault -> "prefix part " + fault) : KEY_NAME.faultOf(key.substring(slash + 1));
    }
}
