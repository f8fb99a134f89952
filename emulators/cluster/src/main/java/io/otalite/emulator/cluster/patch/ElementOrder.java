package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The order of the elements of a merged list, which a reader of the strategic merge's description would not guess: what the
 * patch names keeps the order of the patch, what only the server has keeps the order of the server, and the two are
 * interleaved by their old places. An element that is new to the server has no old place, so it comes before the
 * server's that are left.
 *
 * @param identity what tells two elements apart
 */
record ElementOrder(Function<JsonNode, String> identity) {

    static ElementOrder by(String key) {
        return new ElementOrder(element -> element.path(key).asText());
    }

    static ElementOrder ofValues() {
        return new ElementOrder(JsonNode::asText);
    }

    /** Where an element with the same identity is; -1 when there is none. */
    int indexOf(Iterable<? extends JsonNode> list, JsonNode element) {
        var wanted = identity.apply(element);
        var at = 0;
        for (var other : list) {
            if (identity.apply(other).equals(wanted)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /**
     * @param merged all elements, in any order
     * @param wanted the order of those that the patch names
     * @param old the list as it was
     */
    List<JsonNode> interleave(
            List<? extends JsonNode> merged, Iterable<? extends JsonNode> wanted, Iterable<? extends JsonNode> old) {
        var named = new ArrayList<JsonNode>();
        var serverOnly = new ArrayList<JsonNode>();
        merged.forEach(element -> (indexOf(wanted, element) >= 0 ? named : serverOnly).add(element));
        named.sort(Comparator.comparingInt(element -> indexOf(wanted, element)));
        serverOnly.sort(Comparator.comparingInt(element -> indexOf(old, element)));

        var result = new ArrayList<JsonNode>();
        var next = 0;
        for (var element : named) {
            var place = indexOf(old, element);
            while (place >= 0 && next < serverOnly.size() && indexOf(old, serverOnly.get(next)) < place) {
                result.add(serverOnly.get(next++));
            }
            result.add(element);
        }
        result.addAll(serverOnly.subList(next, serverOnly.size()));
        return result;
    }
}
