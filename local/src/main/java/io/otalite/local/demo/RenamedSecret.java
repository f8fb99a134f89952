package io.otalite.local.demo;

import io.otalite.local.demo.Judgements.Blocked;
import io.otalite.local.system.Archive;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A Secret gets another name, and who refers to the old one goes on until its next start. Through rotation-service that cannot be done;
 * by hand it can, and is found before that start.
 */
final class RenamedSecret {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String ROTATIONS = "/v1/rotations";

    private final Scene scene;
    private final RestClient rest;
    private final URI rotation;
    private final Uploader uploader;
    private final Judgements judgements;

    /** @param rotation the service */
    RenamedSecret(Scene scene, RestClient rest, URI rotation, Uploader uploader) {
        this.scene = scene;
        this.rest = rest;
        this.rotation = rotation;
        this.uploader = uploader;
        this.judgements = new Judgements(rest, rotation, DemoNamespace.NAME, Uploader.NAME);
    }

    void tell(DemoNamespace namespace) throws InterruptedException {
        var narrator = scene.narrator();
        narrator.step("Deploy an uploader with a copy of the key, in a namespace of the demo's own");
        uploader.start(ArchiveKey.file(scene.cluster()));
        Wait.until(
                "rotation-service to judge " + Uploader.NAME,
                () -> Optional.of(judgements.wouldStart()).filter(well -> well),
                () -> "no judgement by which it would start");
        narrator.say("Deployment %s/%s is ready; it needs the Secrets archive-key and %s."
                .formatted(DemoNamespace.NAME, Uploader.NAME, Uploader.TOKEN));

        narrator.step("Try to rotate by another Secret, under another name");
        askForAnother();
        askToDelete();

        narrator.step("Do it by hand, where nobody asks the guard");
        namespace.unguard();
        rename();

        narrator.step("Ask what it did");
        askWhatItDid();

        narrator.step("Mend it");
        mend();
    }

    private void askForAnother() throws InterruptedException {
        var reply = ask(
                "{\"secret\":{\"namespace\":\"%s\",\"name\":\"%s\"}}".formatted(DemoNamespace.NAME, Uploader.RENAMED));
        requireStatus(reply, NOT_FOUND);
        scene.narrator()
                .say("To rotate into %s, to which nobody refers: HTTP %d, %s"
                        .formatted(Uploader.RENAMED, reply.status(), detail(reply)));
    }

    private void askToDelete() throws InterruptedException {
        var objection = Wait.until(
                "the guard to refuse that %s is deleted".formatted(Uploader.TOKEN),
                uploader::objection,
                () -> "that it may be deleted");
        scene.narrator().say("To delete %s, to which the uploader refers: refused.".formatted(Uploader.TOKEN));
        scene.narrator().say(objection);
    }

    private void rename() throws InterruptedException {
        uploader.rename();
        var begin = System.nanoTime();
        var blocked = Wait.until(
                "%s to be judged %s".formatted(Uploader.NAME, Judgements.BLOCKED),
                judgements::blocked,
                () -> "a judgement by which it would start");
        var took = Duration.ofNanos(System.nanoTime() - begin);
        requireNearest(blocked);
        if (!uploader.isReady()) {
            throw new DemoFailedException(Uploader.NAME + " to go on as if nothing had happened", "it is not ready");
        }
        var narrator = scene.narrator();
        narrator.say("%s is called %s now. The uploader runs, and notices nothing."
                .formatted(Uploader.TOKEN, Uploader.RENAMED));
        narrator.say("Found after %d ms: %s, %s".formatted(took.toMillis(), Judgements.BLOCKED, blocked.message()));
        narrator.say("at %s; the nearest name is %s".formatted(blocked.path(), blocked.nearest()));
    }

    private static void requireNearest(Blocked blocked) {
        if (!blocked.nearest().equals(Uploader.RENAMED)) {
            throw new DemoFailedException(
                    "%s as the nearest name".formatted(Uploader.RENAMED), "'%s'".formatted(blocked.nearest()));
        }
    }

    private void askWhatItDid() throws InterruptedException {
        requireAudit("WOULD_NOT_START");
        scene.narrator().say("An audit of the uploader's manifest: WOULD_NOT_START.");
        var expected = "%s/%s would not start again".formatted(DemoNamespace.NAME, Uploader.NAME);
        var before = scene.currentKey();
        var reply = ask("{\"service_account\":\"%s\"}".formatted(Archive.SERVICE_ACCOUNT));
        requireStatus(reply, CONFLICT);
        if (!detail(reply).contains(expected)) {
            throw new DemoFailedException("a refusal that says: " + expected, detail(reply));
        }
        if (!scene.currentKey().equals(before)) {
            throw new DemoFailedException("the key of the archive untouched", scene.currentKey());
        }
        scene.narrator()
                .say("A rotation of the archive's key, which would restart it: HTTP %d".formatted(reply.status()));
        scene.narrator().say(detail(reply));
    }

    private void mend() throws InterruptedException {
        uploader.copyBack();
        Wait.until(
                Uploader.NAME + " to be judged as one that would start",
                () -> Optional.of(judgements.wouldStart()).filter(well -> well),
                () -> "that it is " + Judgements.BLOCKED);
        requireAudit("WOULD_START");
        scene.narrator()
                .say("%s is there again: judged well, and the audit says WOULD_START.".formatted(Uploader.TOKEN));
    }

    private void requireAudit(String expected) throws InterruptedException {
        var outcome = judgements.audit(uploader.manifest());
        if (!outcome.equals(expected)) {
            throw new DemoFailedException("an audit that ends with " + expected, outcome);
        }
    }

    private RestClient.Reply ask(String body) throws InterruptedException {
        return rest.send("POST", rotation.resolve(ROTATIONS), Bytes.utf8(body));
    }

    private static void requireStatus(RestClient.Reply reply, int expected) {
        if (reply.status() != expected) {
            throw new DemoFailedException(
                    "%s to answer HTTP %d".formatted(reply.request(), expected), "HTTP " + reply.status());
        }
    }

    private static String detail(RestClient.Reply reply) {
        return reply.json().path("detail").asText();
    }
}
