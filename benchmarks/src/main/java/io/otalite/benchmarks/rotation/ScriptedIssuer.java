package io.otalite.benchmarks.rotation;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An issuer that answers at once: new credentials are in use, old ones are silent. It keeps nothing, so that it takes no memory. */
final class ScriptedIssuer implements CredentialIssuer {
    static final String KIND = "scripted";

    /** As long as the key of a Google service account. */
    private static final int CONTENT_BYTES = 2_300;

    private final Clock clock;

    ScriptedIssuer(Clock clock) {
        this.clock = clock;
    }

    /** What a credential of that name looks like. */
    static Bytes content(String id) {
        return Bytes.utf8((id + ' ').repeat(CONTENT_BYTES / (id.length() + 1)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        return List.of();
    }

    @Override
    public Bytes intend(Subject subject) {
        return Bytes.utf8("new " + subject.account());
    }

    @Override
    public Issued issue(Subject subject, Bytes intent) {
        var id = newId(subject);
        return new Issued(id, Map.of(Issued.WHOLE, content(id)));
    }

    /** The name of the one that replaces the present one. */
    static String newId(Subject subject) {
        return subject.currentId().orElseThrow() + "-next";
    }

    @Override
    public void discard(Subject subject, Bytes intent, Optional<String> issued) {
        // It would be gone.
    }

    @Override
    public Proof prove(Subject subject, Issued issued) {
        return new Proof.Proven(List.of("accepted"));
    }

    @Override
    public Usage usage(Subject subject, String id, Instant since) {
        return id.equals(newId(subject)) ? new Usage.Used(clock.instant()) : new Usage.Silent(clock.instant());
    }

    @Override
    public Standing standing(Subject subject, String id) {
        return Standing.ENABLED;
    }

    @Override
    public void change(Subject subject, String id, Standing standing) {
        // It is so from now on.
    }
}
