package io.otalite.local.demo;

import io.otalite.local.rotation.SeenRotation;

/** One of those who use the key is ready on a new one, and crashes a second later: the rotation goes back by itself. */
final class CrashingConsumer {
    private static final String ROLLED_BACK = "ROLLED_BACK";

    private final Scene scene;
    private final Publisher publisher;
    private final Trail trail;
    private final Uploader uploader;

    CrashingConsumer(Scene scene, Publisher publisher, Trail trail, Uploader uploader) {
        this.scene = scene;
        this.publisher = publisher;
        this.trail = trail;
        this.uploader = uploader;
    }

    void tell() throws InterruptedException {
        var narrator = scene.narrator();
        narrator.step("Rotate, with an uploader that is ready on the new key and crashes a second later");
        var old = scene.currentKey();
        var end = scene.rotations().run(scene.backup()::requireReady);
        requireRolledBack(end);
        narrator.say("%s: %s".formatted(end.state(), end.reason().orElse("")));

        narrator.step("See the old key in use again");
        if (!scene.currentKey().equals(old)) {
            throw new DemoFailedException(
                    "key %s in the Secret of the archive again".formatted(old), scene.currentKey());
        }
        scene.keys().requireOnly(old, end.newKeyId().orElse("without a name"));
        uploader.awaitReady();
        scene.backup().awaitWell();
        var version = publisher.publish().version();
        trail.requireEverywhere(version);
        narrator.say("Key %s is enabled, the new one is gone, and the uploader is ready again.".formatted(old));
        narrator.say("backup-service was ready all the time, and has archived version %d with the old key."
                .formatted(version.value()));
    }

    private static void requireRolledBack(SeenRotation end) {
        var reason = end.reason().orElse("");
        if (!end.state().equals(ROLLED_BACK) || !reason.contains(DemoNamespace.NAME + "/" + Uploader.NAME)) {
            throw new DemoFailedException(
                    "%s to be %s because of %s/%s".formatted(end.id(), ROLLED_BACK, DemoNamespace.NAME, Uploader.NAME),
                    "%s: %s".formatted(end.state(), reason));
        }
    }
}
