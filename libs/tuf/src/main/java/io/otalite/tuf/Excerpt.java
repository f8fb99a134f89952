package io.otalite.tuf;

/** Shortens what a stranger sent before it is repeated in a message: no control characters, no megabytes. */
final class Excerpt {

    private static final int LONGEST = 80;

    private Excerpt() {}

    static String of(String text) {
        StringBuilder excerpt = new StringBuilder("'");
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            excerpt.append(c >= 0x20 && c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        excerpt.append('\'');
        if (end < text.length()) {
            excerpt.append("... (").append(text.length()).append(" characters)");
        }
        return excerpt.toString();
    }
}
