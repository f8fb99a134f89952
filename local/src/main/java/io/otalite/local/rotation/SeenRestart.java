package io.otalite.local.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What is done for one workload.
 *
 * @param awaited what it waits for; empty when it is over
 * @param reason why it failed or was given up; empty otherwise
 * @param updated when it came to be so
 */
public record SeenRestart(
        String workload, String state, String awaited, String reason, List<String> evidence, Instant updated) {
    public SeenRestart {
        evidence = List.copyOf(evidence);
    }

    static SeenRestart of(JsonNode task) {
        return new SeenRestart(
                Printable.line(task.path("workload").asText("")),
                Printable.line(task.path("state").asText("")),
                Printable.line(task.path("awaited").asText("")),
                Printable.line(task.path("reason").asText("")),
                StreamSupport.stream(task.path("evidence").spliterator(), false)
                        .map(line -> Printable.line(line.asText("")))
                        .toList(),
                Printable.instant(task.path("updated").asText("")));
    }
}
