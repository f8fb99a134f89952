package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.PodHealth.Container;
import io.otalite.rotation.observation.PodHealth.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pods whose template is read elsewhere: what runs in them, and how they are. */
final class PodReader {
    /** A status is short; whoever writes more is cut off. */
    private static final int LONGEST_DETAIL = 200;

    private PodReader() {}

    static Pod read(ObjectRef ref, JsonNode object) {
        var status = object.path("status");
        return new Pod(ref, Meta.of(object), started(status), images(object.path("spec")), health(status));
    }

    private static List<String> images(JsonNode spec) {
        var images = new ArrayList<String>();
        for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.path(list)
                    .forEach(container ->
                            images.add(container.path("image").asText().intern()));
        }
        return images;
    }

    private static Optional<Instant> started(JsonNode status) {
        var started = Optional.<Instant>empty();
        for (var container : status.path("containerStatuses")) {
            var time = Meta.instant(
                    container.path("state").path("running").path("startedAt").asText());
            if (time.isPresent() && (started.isEmpty() || time.get().isBefore(started.get()))) {
                started = time;
            }
        }
        return started;
    }

    private static PodHealth health(JsonNode status) {
        var containers = new ArrayList<Container>();
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            status.path(list).forEach(container -> containers.add(container(container)));
        }
        for (var condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return new PodHealth(
                        condition.path("status").asText().equals("True"),
                        Meta.instant(condition.path("lastTransitionTime").asText()),
                        containers);
            }
        }
        return new PodHealth(false, Optional.empty(), containers);
    }

    private static Container container(JsonNode container) {
        var state = container.path("state");
        var waiting = state.path("waiting");
        var word = waiting.path("reason").asText().intern();
        var ended = state.has("terminated")
                ? state.path("terminated")
                : container.path("lastState").path("terminated");
        return new Container(
                container.path("name").asText().intern(),
                container.path("restartCount").asInt(),
                Optional.of(word).filter(reason -> !reason.isEmpty()),
                detail(word, waiting.path("message").asText()),
                ended.isObject() ? Optional.of(ending(ended)) : Optional.empty());
    }

    /** Other messages repeat the word, or quote what a program was started with. */
    private static String detail(String word, String message) {
        return word.equals("CreateContainerConfigError")
                ? message.substring(0, Math.min(message.length(), LONGEST_DETAIL))
                : "";
    }

    private static Ending ending(JsonNode terminated) {
        return new Ending(
                terminated.path("reason").asText().intern(),
                terminated.path("exitCode").asInt(),
                Meta.instant(terminated.path("finishedAt").asText()));
    }
}
