package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.local.rotation.RotationApi;
import io.otalite.local.rotation.SeenRotation;
import io.otalite.local.rotation.Wish;
import io.otalite.local.rotation.Wish.Target;
import io.otalite.local.system.Archive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Rotations of the archive's key, followed to their ends. */
final class ArchiveRotations {
    /** A rotation waits for windows in which everything has to be well, and for keys to be silent. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Wish WISH =
            new Wish(new Target.OfAccount(Archive.SERVICE_ACCOUNT), false, Optional.empty(), Optional.empty());

    private final Narrator narrator;
    private final RotationApi api;
    private final Duration pause;

    /** @param pause between two looks */
    ArchiveRotations(Narrator narrator, RotationApi api, Duration pause) {
        this.narrator = narrator;
        this.api = api;
        this.pause = pause;
    }

    /** What is done at each look, while a rotation is under way. */
    @FunctionalInterface
    interface Meanwhile {
        void look() throws InterruptedException;
    }

    /** Why a rotation would be refused now; empty when it would not. */
    List<String> refusals() throws InterruptedException {
        return api.rehearse(WISH)
                .path("refusals")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    /** Begins one as soon as nothing speaks against it, and returns when it is over, however it ended. */
    SeenRotation run(Meanwhile meanwhile) throws InterruptedException {
        Wait.until(
                "a rotation that nothing speaks against",
                () -> Optional.of(refusals()).filter(List::isEmpty),
                () -> String.join("; ", refusals()));
        var begun = api.begin(WISH);
        narrator.say("%s: %s of %s, now %s"
                .formatted(
                        begun.id(),
                        begun.plan().credential(),
                        begun.plan().account(),
                        begun.plan().oldKeyId()));
        return follow(begun, meanwhile);
    }

    /** The rotations of the archive's key that are not over. */
    List<String> underWay() throws InterruptedException {
        return api.list()
                .path("items")
                .valueStream()
                .filter(one -> !one.path("over").asBoolean())
                .filter(one -> one.path("plan").path("account").asText().equals(Archive.SERVICE_ACCOUNT))
                .map(one -> one.path("id").asText())
                .toList();
    }

    /** Waits for the end of what somebody else has begun, or an earlier demo. */
    void awaitNone() throws InterruptedException {
        for (var id : underWay()) {
            narrator.say("%s is under way; waiting for its end.".formatted(id));
            follow(api.rotation(id), () -> {});
        }
    }

    private SeenRotation follow(SeenRotation first, Meanwhile meanwhile) throws InterruptedException {
        var id = first.id();
        var tale = new RotationTale(narrator, first);
        while (true) {
            var rotation = api.rotation(id);
            tale.tell(rotation);
            if (rotation.over()) {
                return rotation;
            }
            if (tale.elapsed().compareTo(PATIENCE) > 0) {
                throw new DemoFailedException(
                        "%s to end within %d s".formatted(id, PATIENCE.toSeconds()),
                        rotation.state()
                                + rotation.problem().map(text -> ": " + text).orElse(""));
            }
            if (tale.isSilent()) {
                tale.tellAwaited(rotation, api.restarts(id));
            }
            meanwhile.look();
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }
}
