package io.otalite.tuf;

import java.util.List;

/** Which Targets a delegated role may have: exactly one of two ways to say so (TUF 4.5). */
public sealed interface DelegatedPaths {

    /** Whether a Target is among them. */
    boolean cover(TargetName name);

    /** Those whose name matches one of the patterns. */
    record Patterns(List<PathPattern> patterns) implements DelegatedPaths {

        public Patterns {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean cover(TargetName name) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(name));
        }
    }

    /**
     * Those whose name's SHA-256 begins with one of the prefixes: hash bins.
     *
     * @param prefixes one to 64 lower-case hexadecimal digits each
     */
    record HashPrefixes(List<String> prefixes) implements DelegatedPaths {

        public HashPrefixes {
            prefixes = List.copyOf(prefixes);
            for (String prefix : prefixes) {
                if (!prefix.matches("[0-9a-f]{1,64}")) {
                    throw new InvalidValueException(
                            "a path hash prefix", "1 to 64 lower-case hexadecimal digits", Excerpt.of(prefix));
                }
            }
        }

        @Override
        public boolean cover(TargetName name) {
            String hash = Bytes.utf8(name.value()).sha256().hex();
            return prefixes.stream().anyMatch(hash::startsWith);
        }
    }
}
