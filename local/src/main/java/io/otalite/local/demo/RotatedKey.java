package io.otalite.local.demo;

import io.otalite.local.demo.Publisher.Published;
import io.otalite.local.rotation.SeenRotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/** The key of the archive is rotated while somebody publishes, who notices nothing. */
final class RotatedKey {
    private final Scene scene;
    private final Publisher publisher;
    private final Trail trail;

    RotatedKey(Scene scene, Publisher publisher, Trail trail) {
        this.scene = scene;
        this.publisher = publisher;
        this.trail = trail;
    }

    void tell() throws InterruptedException {
        var narrator = scene.narrator();
        narrator.step("Rotate the key of the archive, and publish all the while");
        var old = scene.currentKey();
        var published = new ArrayList<Published>();
        var end = scene.rotations().run(() -> published.add(publisher.publish()));
        requireDone(end, old);
        narrator.say("Key %s is gone at Google, key %s is enabled, and backup-service uses it."
                .formatted(old, scene.currentKey()));
        if (published.isEmpty()) {
            throw new DemoFailedException("versions published during the rotation", "none");
        }
        var slowest = published.stream()
                .map(Published::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        for (var one : published) {
            trail.requireEverywhere(one.version());
        }
        narrator.say(
                "%d versions were published meanwhile, none refused, the slowest in %d ms; all of them are archived."
                        .formatted(published.size(), slowest.toMillis()));
    }

    private void requireDone(SeenRotation end, String old) throws InterruptedException {
        if (!end.done()) {
            throw new DemoFailedException(
                    end.id() + " to be DONE",
                    end.state() + end.reason().map(text -> ": " + text).orElse(""));
        }
        var fresh = scene.currentKey();
        if (!end.newKeyId().equals(Optional.of(fresh))) {
            throw new DemoFailedException("the new key of " + end.id() + " in the Secret of the archive", fresh);
        }
        scene.keys().requireOnly(fresh, old);
    }
}
