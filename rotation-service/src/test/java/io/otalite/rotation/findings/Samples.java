package io.otalite.rotation.findings;

import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Fix;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/** Findings for tests. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    public static final ObjectRef WEB = new ObjectRef("Deployment", "shop", "web");
    public static final ObjectRef DATABASE = new ObjectRef("Secret", "shop", "database");

    private Samples() {}

    public static Finding finding(ObjectRef workload, String message) {
        return new Finding(workload, reason(Verdict.BLOCKED_START, message), NOON, 0, NOON);
    }

    public static Reason reason(Verdict verdict, String message) {
        return new Reason(
                verdict,
                Cause.OBJECT_MISSING,
                Optional.empty(),
                "/spec/template/spec/volumes/0/secret",
                DATABASE,
                Optional.empty(),
                message,
                Optional.of(NOON),
                "17",
                Optional.of("database-2"),
                Optional.of(new Fix.UseName(WEB, "/spec/template/spec/volumes/0/secret", "secretName", "database-2")));
    }
}
