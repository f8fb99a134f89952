package io.otalite.tuf;

/**
 * A pattern for Target names (TUF 4.5, PATHPATTERN): {@code *} stands for any characters, {@code ?} for exactly one, and
 * neither for a {@code /}; all else, upper and lower case included, for itself.
 */
public record PathPattern(String value) {

    public boolean matches(TargetName name) {
        String[] patterns = value.split("/", -1);
        String[] parts = name.value().split("/", -1);
        if (patterns.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!matches(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** Only the last {@code *} is ever tried again, which is enough, and keeps hostile patterns from taking for ever. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int afterStar = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
