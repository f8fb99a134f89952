package io.otalite.api.publication;

import io.otalite.audit.AuditAction;
import io.otalite.audit.AuditFact;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the audit trail says of a change: which versions are served from then on, and the digests of the documents of the full
 * set. All sets have the same versions and come of the same Targets, so these stand for them.
 */
public final class AuditFacts {
    private static final Set<RoleName> PUBLISHED = EnumSet.of(RoleName.ROOT, RoleName.TARGETS);
    private static final Set<RoleName> REFRESHED = EnumSet.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP);

    private AuditFacts() {}

    /** A factory with its first release. */
    public static AuditFact created(AuditAction action, Factory factory, Release first) {
        var details = publication(first);
        details.put("dialects", factory.dialects().stream().map(Dialect::id).collect(Collectors.joining(", ")));
        details.putAll(settings(factory.settings()));
        return of(action, first, details);
    }

    static AuditFact changed(FactorySettings before, FactorySettings after, Instant at, String caller) {
        var details = settings(after);
        settings(before).forEach((name, value) -> {
            if (value.equals(details.get(name))) {
                details.remove(name);
            } else {
                details.merge(name, value, (now, was) -> was + " -> " + now);
            }
        });
        return new AuditFact(at, caller, AuditAction.FACTORY_CHANGED, details);
    }

    /** A release of which there is a record: a publication, with or without a new root. */
    public static AuditFact published(AuditAction action, Release release) {
        return of(action, release, publication(release));
    }

    /** A release of what was signed anew. */
    public static AuditFact refreshed(Release release, Instant at, String caller) {
        return new AuditFact(at, caller, AuditAction.REFRESHED, served(release, REFRESHED));
    }

    private static AuditFact of(AuditAction action, Release release, SortedMap<String, String> details) {
        var record = release.record().orElseThrow();
        return new AuditFact(record.createdAt(), record.createdBy(), action, details);
    }

    private static SortedMap<String, String> publication(Release release) {
        var details = served(release, PUBLISHED);
        details.put("summary", release.record().orElseThrow().summary());
        return details;
    }

    private static SortedMap<String, String> served(Release release, Set<RoleName> roles) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("rootVersion", release.heads().root().toString());
        details.put("snapshotVersion", release.heads().versions().snapshot().toString());
        details.put("timestampVersion", release.heads().versions().timestamp().toString());
        details.put("version", release.heads().versions().targets().toString());
        for (var document : release.documents()) {
            var identity = document.identity();
            if (roles.contains(identity.role()) && new SetId(identity.dialect(), identity.set()).isFull()) {
                details.put("sha256:" + identity, document.content().sha256().hex());
            }
        }
        return details;
    }

    private static SortedMap<String, String> settings(FactorySettings settings) {
        var limits = settings.limits();
        SortedMap<String, String> details = new TreeMap<>();
        details.put("publicMetadata", Boolean.toString(settings.publicMetadata()));
        details.put("clientLimits.root", Integer.toString(limits.root()));
        details.put("clientLimits.targets", Integer.toString(limits.targets()));
        details.put("clientLimits.rootRotations", Integer.toString(limits.rootRotations()));
        details.put(
                "retention.keepPerTag",
                settings.retention()
                        .map(Retention::keepPerTag)
                        .map(String::valueOf)
                        .orElse("all"));
        return details;
    }
}
