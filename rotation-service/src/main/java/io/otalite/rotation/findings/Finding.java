package io.otalite.rotation.findings;

import io.otalite.rotation.judgement.Fix;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A reason that somebody is to be told of.
 *
 * @param workload the object that it is about
 * @param since the earliest moment at which it was known to be so
 * @param alsoAffected how many other workloads have the same reason
 * @param judgedAt when it was judged
 */
public record Finding(ObjectRef workload, Reason reason, Instant since, int alsoAffected, Instant judgedAt) {
    private static final int ID_LENGTH = 32;

    public Finding {
        // As precise as every store keeps it, so that it is the same whenever it is told.
        since = since.truncatedTo(ChronoUnit.MILLIS);
        judgedAt = judgedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same for as long as the same thing is wrong with the same workload: a digest of both their identities. */
    public String id() {
        return id(workload, reason.identity());
    }

    static String id(ObjectRef workload, String identity) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((workload.id() + '\n' + identity).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The command that mends it; empty when none is known. */
    public String fix() {
        return reason.fix().map(Fix::command).orElse("");
    }

    /** What is kept of it while it is open. */
    OpenFinding opened() {
        return new OpenFinding(
                id(),
                workload,
                reason.identity(),
                reason.revision().orElse(""),
                reason.path(),
                reason.target(),
                reason.verdict(),
                reason.cause().word(),
                reason.message(),
                fix(),
                since);
    }
}
