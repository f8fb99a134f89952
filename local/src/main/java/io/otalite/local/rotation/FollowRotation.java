package io.otalite.local.rotation;

import io.otalite.local.rotation.RotationServiceException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stays beside a rotation until it is over. It only looks, so it may be left at any time. The service may go and come meanwhile, as it
 * restarts itself after its own credential was rotated.
 */
public final class FollowRotation {
    private final RotationApi api;
    private final RotationStory story;
    private final Duration pause;
    private final Duration patience;
    private int round;

    /**
     * @param pause between two looks
     * @param patience with a service that has answered before and does not answer now
     */
    public FollowRotation(RotationApi api, RotationStory story, Duration pause, Duration patience) {
        this.api = api;
        this.story = story;
        this.pause = pause;
        this.patience = patience;
    }

    /**
     * Follows it to its end.
     *
     * @return how it ended
     * @throws RotationServiceException when there is no such rotation, or the service does not come back
     */
    public SeenRotation follow(String id) throws InterruptedException {
        var rotation = api.rotation(id);
        story.plan(rotation);
        show(rotation);
        while (!rotation.over()) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            rotation = lookAgain(id);
            show(rotation);
        }
        story.end(rotation);
        return rotation;
    }

    private SeenRotation lookAgain(String id) throws InterruptedException {
        var since = System.nanoTime();
        var told = false;
        while (true) {
            try {
                return api.rotation(id);
            } catch (RotationServiceException e) {
                if (e.kind() != Kind.NO_ANSWER || System.nanoTime() - since > patience.toNanos()) {
                    throw e;
                }
                if (!told) {
                    story.unanswered(String.valueOf(e.getMessage()));
                    told = true;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        }
    }

    private void show(SeenRotation rotation) throws InterruptedException {
        try {
            story.restarts(rotation.id(), api.restarts(rotation.id()));
            if (rotation.reverting()) {
                showUndone(rotation.id());
            }
        } catch (RotationServiceException _) {
            // Workloads are more than is needed to follow it; they are asked for again with the next look.
        }
        story.tell(rotation);
    }

    /** On the way back workloads are restarted under an id of their own, and under another one each time that has failed. */
    private void showUndone(String id) throws InterruptedException {
        var next = api.restarts(undo(id, round + 1));
        if (!next.isEmpty()) {
            round++;
        }
        story.restarts(undo(id, round), next.isEmpty() ? api.restarts(undo(id, round)) : next);
    }

    private static String undo(String id, int round) {
        return id + "-undo" + (round == 0 ? "" : "-" + round);
    }
}
