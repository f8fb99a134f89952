package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * One page of a listing. Its cost grows with the page and not with the bucket: a group of names under a delimiter is
 * stepped over, not walked through.
 *
 * @param from the first name that may appear, which is what a page token holds
 * @param until the first name that may not; empty for no end
 */
record ObjectListing(String prefix, String delimiter, String from, String until, int most) {
    private static final int LARGEST_PAGE = 1000;
    private static final Set<String> NOT_OFFERED = Set.of("versions", "softDeleted", "matchGlob", "filter");

    static ObjectListing of(Parameters query) {
        NOT_OFFERED.stream().filter(name -> isAsked(query, name)).findFirst().ifPresent(name -> {
            throw ApiException.invalid("Listing with %s is not offered by this emulator.".formatted(name));
        });
        var most = query.number("maxResults").orElse(LARGEST_PAGE);
        if (most == 0) {
            throw ApiException.invalid("maxResults must be positive.");
        }
        return new ObjectListing(
                query.one("prefix").orElse(""),
                query.one("delimiter").orElse(""),
                query.one("pageToken")
                        .filter(token -> !token.isEmpty())
                        .map(ObjectListing::fromToken)
                        .or(() -> query.one("startOffset"))
                        .orElse(""),
                query.one("endOffset").orElse(""),
                (int) Math.min(LARGEST_PAGE, most));
    }

    private static boolean isAsked(Parameters query, String name) {
        return query.one(name).filter(value -> !value.equals("false")).isPresent();
    }

    Page page(NavigableMap<String, StoredObject> objects) {
        var items = new ArrayList<StoredObject>();
        var prefixes = new ArrayList<String>();
        var next = Optional.of(ObjectNames.ORDER.compare(from, prefix) > 0 ? from : prefix);
        while (next.isPresent()) {
            var entry = objects.ceilingEntry(next.get());
            if (entry == null || isPast(entry.getKey())) {
                return new Page(items, prefixes, Optional.empty());
            }
            var name = entry.getKey();
            if (items.size() + prefixes.size() == most) {
                return new Page(items, prefixes, Optional.of(token(name)));
            }
            var group = group(name);
            group.ifPresentOrElse(prefixes::add, () -> items.add(entry.getValue()));
            next = group.isPresent() ? ObjectNames.afterAllWith(group.get()) : Optional.of(name + '\0');
        }
        return new Page(items, prefixes, Optional.empty());
    }

    private boolean isPast(String name) {
        return !name.startsWith(prefix) || (!until.isEmpty() && ObjectNames.ORDER.compare(name, until) >= 0);
    }

    private Optional<String> group(String name) {
        var end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
        return end < 0 ? Optional.empty() : Optional.of(name.substring(0, end + delimiter.length()));
    }

    private static String token(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw ApiException.invalid("Invalid pageToken.");
        }
    }

    /**
     * What one call gives.
     *
     * @param prefixes the groups of names that a delimiter made
     * @param nextPageToken empty on the last page
     */
    record Page(List<StoredObject> items, List<String> prefixes, Optional<String> nextPageToken) {
        Page {
            items = List.copyOf(items);
            prefixes = List.copyOf(prefixes);
        }
    }
}
