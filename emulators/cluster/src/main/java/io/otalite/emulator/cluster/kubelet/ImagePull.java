package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.kubelet.ContainerRun.Waiting;
import io.otalite.emulator.cluster.reconcile.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds out whether the image of a container can be run here, as a pull does: an unknown one is asked for again and again. */
final class ImagePull {
    /** How long a failed pull is shown as such before the wait for the next is. */
    private static final Duration SHOWN = Duration.ofSeconds(1);

    /**
     * Why the container cannot be started now.
     *
     * @param again when to ask next
     */
    record Refused(Waiting waiting, Instant again) {}

    private final Node node;
    private final ContainerEvents events;
    private final String image;
    private final boolean isNeverPulled;
    private final Backoff backoff;
    private Instant failed = Instant.MIN;
    private boolean isShown;

    ImagePull(Node node, ContainerEvents events, JsonNode container) {
        this.node = node;
        this.events = events;
        this.image = container.path("image").asText();
        this.isNeverPulled = container.path("imagePullPolicy").asText().equals("Never");
        this.backoff = new Backoff(node.settings());
    }

    /** Empty when the image is there. */
    Optional<Refused> refuse(Instant now) {
        if (node.runtime().hasImage(image)) {
            events.say(
                    Events.Type.NORMAL, "Pulled", "Container image \"%s\" already present on machine".formatted(image));
            return Optional.empty();
        }
        if (isNeverPulled) {
            return Optional.of(neverPulled(now));
        }
        var until = failed.equals(Instant.MIN) ? Optional.<Instant>empty() : backoff.waitUntil(failed, now);
        return Optional.of(until.isPresent() ? waiting(until.get(), now) : failed(now));
    }

    private Refused neverPulled(Instant now) {
        var text = "Container image \"%s\" is not present with pull policy of Never".formatted(image);
        events.say(Events.Type.WARNING, "ErrImageNeverPull", text);
        events.say(Events.Type.WARNING, "Failed", "Error: ErrImageNeverPull");
        return new Refused(
                new Waiting("ErrImageNeverPull", text), now.plus(node.settings().retry()));
    }

    private Refused failed(Instant now) {
        var text = "failed to pull and unpack image \"%s\": not found".formatted(image);
        events.say(Events.Type.NORMAL, "Pulling", "Pulling image \"%s\"".formatted(image));
        events.say(Events.Type.WARNING, "Failed", "Failed to pull image \"%s\": %s".formatted(image, text));
        events.say(Events.Type.WARNING, "Failed", "Error: ErrImagePull");
        backoff.attempt(now, now);
        failed = now;
        isShown = false;
        return new Refused(new Waiting("ErrImagePull", text), now.plus(SHOWN));
    }

    private Refused waiting(Instant until, Instant now) {
        var shown = failed.plus(SHOWN);
        if (now.isBefore(shown) && shown.isBefore(until)) {
            var text = "failed to pull and unpack image \"%s\": not found".formatted(image);
            return new Refused(new Waiting("ErrImagePull", text), shown);
        }
        var text = "Back-off pulling image \"%s\"".formatted(image);
        if (!isShown) {
            isShown = true;
            events.say(Events.Type.NORMAL, "BackOff", text);
            events.say(Events.Type.WARNING, "Failed", "Error: ImagePullBackOff");
        }
        return new Refused(new Waiting("ImagePullBackOff", text), until);
    }
}
