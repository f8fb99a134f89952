package io.otalite.local.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A rotation as the service shows it.
 *
 * @param since when it came into its state
 * @param reason why it ended as it did, or goes back
 * @param problem what keeps it from going on
 * @param newKeyId the new credential, once there is one
 * @param history the latest of what it did, in order
 * @param omitted how much came before that
 */
public record SeenRotation(
        String id,
        String state,
        Instant since,
        boolean over,
        Optional<String> reason,
        Optional<String> problem,
        Optional<String> newKeyId,
        SeenPlan plan,
        List<Told> history,
        int omitted) {
    private static final String DONE = "DONE";

    /** The state in which what had taken the new credential is restarted on its previous one. */
    private static final String REVERTING = "REVERTING";

    public SeenRotation {
        history = List.copyOf(history);
    }

    /** What it did at some time, and what it saw. */
    public record Told(Instant at, String state, String text, List<String> evidence) {
        public Told {
            evidence = List.copyOf(evidence);
        }

        static Told of(JsonNode line) {
            return new Told(
                    Printable.instant(line.path("at").asText("")),
                    SeenRotation.text(line, "state"),
                    SeenRotation.text(line, "text"),
                    StreamSupport.stream(line.path("evidence").spliterator(), false)
                            .map(evidence -> Printable.line(evidence.asText("")))
                            .toList());
        }
    }

    static SeenRotation of(JsonNode json) {
        return new SeenRotation(
                text(json, "id"),
                text(json, "state"),
                Printable.instant(json.path("since").asText("")),
                json.path("over").asBoolean(false),
                optional(json, "reason"),
                optional(json.path("problem"), "text"),
                optional(json, "new_key_id"),
                SeenPlan.of(json.path("plan")),
                StreamSupport.stream(json.path("history").spliterator(), false)
                        .map(Told::of)
                        .toList(),
                json.path("history_omitted").asInt(0));
    }

    /** Whether the new credential is in use everywhere and the old one is gone. */
    public boolean done() {
        return state.equals(DONE);
    }

    boolean reverting() {
        return state.equals(REVERTING);
    }

    private static Optional<String> optional(JsonNode json, String member) {
        return Optional.of(text(json, member)).filter(found -> !found.isEmpty());
    }

    private static String text(JsonNode json, String member) {
        return Printable.line(json.path(member).asText(""));
    }
}
