package io.otalite.rotation.links;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The part of an account's description that says who holds its keys: {@code [ota-lite: held by shop/backup-credential]}, after
 * whatever the owner wrote. It goes as it came, so that the owner's words stay as they were.
 */
public final class HolderNote {
    /** The most that Google keeps, in bytes of UTF-8. */
    static final int LONGEST = 256;

    private static final String OPENING = "[ota-lite: held by ";
    private static final Pattern NOTE = Pattern.compile(" ?" + Pattern.quote(OPENING) + "[^\\]]*\\]");

    private HolderNote() {}

    /**
     * The description with the note that fits the holders, in place of an older one. What does not fit is counted: {@code +2}. Where
     * not even the number fits beside the owner's words, there is no note.
     *
     * @param holders in the order in which they are named
     */
    public static String written(String description, List<String> holders) {
        var words = NOTE.matcher(description).replaceAll("");
        if (holders.isEmpty()) {
            return words;
        }
        for (var named = holders.size(); named >= 0; named--) {
            var candidate = words + (words.isEmpty() ? "" : " ") + note(holders, named);
            if (candidate.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
                return candidate;
            }
        }
        return words;
    }

    private static String note(List<String> holders, int named) {
        var rest = holders.size() - named;
        var names = String.join(", ", holders.subList(0, named));
        var counted = rest == 0 ? "" : (named == 0 ? "+" : ", +") + rest;
        return OPENING + names + counted + ']';
    }
}
