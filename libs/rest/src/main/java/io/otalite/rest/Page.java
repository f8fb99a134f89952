package io.otalite.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list (AIP-158).
 *
 * @param items in the list's order
 * @param nextPageToken asks for the next page; empty, and only then, at the end
 */
public record Page<T>(
        List<T> items, @JsonProperty("next_page_token") String nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of what was read.
     *
     * @param read up to one element more than the page holds: the surplus tells that there is a next page
     * @param key the form of an element by which the list is ordered
     */
    public static <T> Page<T> of(PageRequest request, List<T> read, Function<T, String> key) {
        if (read.size() <= request.size()) {
            return new Page<>(read, "");
        }
        var items = read.subList(0, request.size());
        return new Page<>(items, request.tokenAfter(key.apply(items.getLast())));
    }
}
