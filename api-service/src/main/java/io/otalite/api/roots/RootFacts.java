package io.otalite.api.roots;

import io.otalite.api.publication.RootUpdate;
import io.otalite.audit.AuditAction;
import io.otalite.audit.AuditFact;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the audit trail says of the steps to a new root. Keys have the names that the dialect of the specification gives them. */
final class RootFacts {
    private RootFacts() {}

    static AuditFact begun(RootUpdate update, Root present, Root next) {
        var details = details(update, next);
        details.put("keysAdded", joined(RootStep.unlisted(next, present)));
        details.put("keysRemoved", joined(RootStep.unlisted(present, next)));
        details.put("rootThreshold", Integer.toString(next.role(RoleName.ROOT).threshold()));
        if (update.versionsAbove() > 0) {
            details.put("versionsAbove", Long.toString(update.versionsAbove()));
        }
        var action = update.recovery() ? AuditAction.RECOVERY_BEGUN : AuditAction.ROOT_UPDATE_BEGUN;
        return new AuditFact(update.startedAt(), update.startedBy(), action, details);
    }

    static AuditFact signed(RootUpdate update, Dialect dialect, RootSigning.Signed signed, Instant at, String caller) {
        var details = details(update, Root.parse(SignedMetadata.parse(dialect, signed.file())));
        details.put("dialect", dialect.id());
        details.put("key", signed.by().keyId().hex());
        details.put("sha256", signed.file().sha256().hex());
        return new AuditFact(at, caller, AuditAction.ROOT_SIGNATURE_ADDED, details);
    }

    static AuditFact cancelled(RootUpdate update, Root next, Instant at, String caller) {
        return new AuditFact(at, caller, AuditAction.ROOT_UPDATE_CANCELLED, details(update, next));
    }

    private static SortedMap<String, String> details(RootUpdate update, Root next) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("message", update.message());
        details.put("rootVersion", next.version().toString());
        return details;
    }

    private static String joined(Set<KeyId> keys) {
        return keys.stream().sorted().map(KeyId::hex).collect(Collectors.joining(" "));
    }
}
