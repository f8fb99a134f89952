package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;

/** About how many bytes of memory a tree takes; the same for the same tree, and cheap enough to be asked for each change. */
final class Weight {
    private static final int OF_NODE = 32;

    private Weight() {}

    static long of(JsonNode node) {
        long weight = OF_NODE;
        if (node.isTextual()) {
            return weight + node.textValue().length();
        }
        for (var child : node) {
            weight += of(child);
        }
        for (var field : node.properties()) {
            weight += field.getKey().length();
        }
        return weight;
    }
}
