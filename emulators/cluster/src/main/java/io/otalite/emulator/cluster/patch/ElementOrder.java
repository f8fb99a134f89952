package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Where the elements of a list are, each by its identity; the first one of several. */
    Map<String, Integer> places(Iterable<? extends JsonNode> list) {
        var places = new HashMap<String, Integer>();
        var at = 0;
        for (var element : list) {
            places.putIfAbsent(identity.apply(element), at++);
        }
        return places;
    }

    /**
     * @param merged all elements, in any order
     * @param wanted the order of those that the patch names
     * @param old the list as it was
     */
    List<JsonNode> interleave(
            List<? extends JsonNode> merged, Iterable<? extends JsonNode> wanted, Iterable<? extends JsonNode> old) {
        var places = places(old);
        var wantedPlaces = places(wanted);
        var named = new ArrayList<JsonNode>();
        var serverOnly = new ArrayList<JsonNode>();
        merged.forEach(element -> (placeOf(element, wantedPlaces) >= 0 ? named : serverOnly).add(element));
        named.sort(Comparator.comparingInt(element -> placeOf(element, wantedPlaces)));
        serverOnly.sort(Comparator.comparingInt(element -> placeOf(element, places)));

        var result = new ArrayList<JsonNode>();
        var next = 0;
        for (var element : named) {
            var place = placeOf(element, places);
            while (place >= 0 && next < serverOnly.size() && placeOf(serverOnly.get(next), places) < place) {
                result.add(serverOnly.get(next++));
            }
            result.add(element);
        }
        result.addAll(serverOnly.subList(next, serverOnly.size()));
        return result;
    }

    private int placeOf(JsonNode element, Map<String, Integer> places) {
        return places.getOrDefault(identity.apply(element), -1);
    }
}
