package io.otalite.events;

import java.util.List;

/** Keeps the texts of a {@link RotationReport} short: what is told is told, if need be in part. */
final class ReportText {

    static final int MOST_TEXTS = 50;
    static final int LONGEST_TEXT = 500;

    private static final String CUT = "...";

    private ReportText() {}

    static List<String> cut(List<String> texts) {
        return texts.stream().limit(MOST_TEXTS).map(ReportText::cut).toList();
    }

    /** Cuts between characters: half a character has no UTF-8 form, and no reader would take it. */
    static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        var end = LONGEST_TEXT - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
