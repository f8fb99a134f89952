package io.otalite.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for (AIP-158).
 *
 * @param size from 1 to {@link #MAXIMUM}
 * @param after the last element of the page before, in the form that the list orders by; empty for the first page
 * @param list what is listed: a token of one list is no good for another
 */
public record PageRequest(int size, Optional<String> after, String list) {
    public static final int DEFAULT = 100;
    public static final int MAXIMUM = 1000;

    /**
     * Reads the query parameters {@code page_size} and {@code page_token}.
     *
     * @param list names the list and its other arguments
     * @throws ProblemException 400 when the size is negative or not a number, or the token is not one of this list
     */
    public static PageRequest of(@Nullable String pageSize, @Nullable String pageToken, String list) {
        return new PageRequest(size(pageSize), after(pageToken, list), list);
    }

    /**
     * The last element of the page before, read as what the list orders by.
     *
     * @param reader empty for what cannot be an element
     * @throws ProblemException 400 when the token, though of this list, holds no such element
     */
    public <T> Optional<T> after(Function<String, Optional<T>> reader) {
        return after.map(element -> reader.apply(element).orElseThrow(PageRequest::foreignToken));
    }

    /** The token of the page that follows the element. */
    public String tokenAfter(String element) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + '\n' + element).getBytes(StandardCharsets.UTF_8));
    }

    private static int size(@Nullable String pageSize) {
        if (pageSize == null || pageSize.isEmpty()) {
            return DEFAULT;
        }
        try {
            var size = Integer.parseInt(pageSize);
            if (size >= 0) {
                return size == 0 ? DEFAULT : Math.min(size, MAXIMUM);
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, with the same words as a negative number.
        }
        throw refused("page_size", "page_size is a number from 0 (meaning %d) to %d".formatted(DEFAULT, MAXIMUM));
    }

    private static Optional<String> after(@Nullable String pageToken, String list) {
        if (pageToken == null || pageToken.isEmpty()) {
            return Optional.empty();
        }
        var prefix = list + '\n';
        try {
            var text = new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8);
            if (text.startsWith(prefix) && text.indexOf('\0') < 0) {
                return Optional.of(text.substring(prefix.length()));
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like a token of another list.
        }
        throw foreignToken();
    }

    private static ProblemException foreignToken() {
        return refused("page_token", "page_token is not one that this list gave out; leave it out to start over");
    }

    private static ProblemException refused(String parameter, String detail) {
        return new ProblemException(400, "invalid_page", "Invalid page", detail, Map.of(parameter, detail));
    }
}
