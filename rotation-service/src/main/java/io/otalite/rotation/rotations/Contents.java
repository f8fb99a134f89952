package io.otalite.rotation.rotations;

import io.otalite.rotation.rotations.Destinations.Content;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.stream.Collectors;

/** What stands in a destination, compared with what a rotation knows. */
record Contents(Destination destination, Confidential confidential) {
    /** What the rotation writes there. */
    Map<String, Bytes> ours() {
        var parts = confidential.issued().orElseThrow().parts();
        return destination.entries().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> parts.get(entry.getValue())));
    }

    /** What stood there before. */
    Map<String, Bytes> previous() {
        return confidential.previous().getOrDefault(destination.secret().id(), Map.of());
    }

    boolean isOurs(Content content) {
        return content.entries().equals(ours());
    }

    boolean isPrevious(Content content) {
        return content.entries().equals(previous());
    }
}
