package io.otalite.local.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What rotations and refusals look like in a list. */
public final class RotationList {
    private static final String ROW = "%-22s %-12s %-20s  %s%s";

    private RotationList() {}

    /** A table of the {@code items} of an answer, with its head. */
    public static List<String> lines(JsonNode answer) {
        var rows = StreamSupport.stream(answer.path("items").spliterator(), false)
                .map(RotationList::row)
                .toList();
        return rows.isEmpty()
                ? List.of("There has been no rotation.")
                : Stream.concat(Stream.of(ROW.formatted("ID", "STATE", "SINCE", "CREDENTIAL", "")), rows.stream())
                        .toList();
    }

    private static String row(JsonNode item) {
        var rotation = SeenRotation.of(item);
        var remark =
                rotation.problem().or(rotation::reason).map(text -> ": " + text).orElse("");
        return ROW.formatted(
                rotation.id(),
                rotation.state(),
                rotation.since().truncatedTo(ChronoUnit.SECONDS),
                rotation.plan().credential() + " of " + rotation.plan().account(),
                remark);
    }

    /** What speaks against a rotation, one line each. */
    public static List<String> refusals(JsonNode refusals) {
        return StreamSupport.stream(refusals.spliterator(), false)
                .map(refusal -> "refused: " + Printable.line(refusal.asText("")))
                .toList();
    }
}
