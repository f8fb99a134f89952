package io.otalite.api.publication;

import io.otalite.api.publication.PublishTargets.Outcome;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.api.targets.EditRefusedException.Reason;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.audit.AuditAction;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One publication of a factory that is locked. */
final class PublishStep {
    /** What is proposed to be removed from a document that is too large: what is not of the newest builds of any tag. */
    private static final Retention PROPOSED = new Retention(10);

    private static final int NAMES_SHOWN = 20;

    private final PublicationStore.Locked locked;
    private final CurrentTargets currentTargets;
    private final Releases releases;
    private final RoleSigners held;
    private final Clock clock;
    private final Factory factory;
    private final Current current;

    PublishStep(
            PublicationStore.Locked locked,
            CurrentTargets currentTargets,
            Releases releases,
            RoleSigners held,
            Clock clock) {
        this.locked = locked;
        this.currentTargets = currentTargets;
        this.releases = releases;
        this.held = held;
        this.clock = clock;
        this.factory = locked.factory();
        this.current = locked.current();
    }

    Outcome publish(TargetsEdit edit, Precondition precondition, String caller) {
        var checksum = current.checksum(factory.dialects().getFirst());
        if (!precondition.holds(checksum)) {
            return new Outcome.PreconditionFailed(factory.head(), checksum);
        }
        var edited = edit.apply(currentTargets.of(locked, current));
        var pruned = factory.settings()
                .retention()
                .map(retention -> retention.superseded(edited))
                .orElse(List.of());
        var kept = without(edited, pruned);
        var sets = TargetSets.of(kept);
        sets.requireRoom();
        var summary = pruned.isEmpty()
                ? edit.describe()
                : "%s; removed %d that no tag keeps any more".formatted(edit.describe(), pruned.size());
        return publish(sets, caller, summary, pruned);
    }

    void renew(String caller, String summary) {
        publish(TargetSets.of(currentTargets.of(locked, current)), caller, summary, List.of());
    }

    private Outcome publish(TargetSets sets, String caller, String summary, List<TargetName> pruned) {
        var root = current.root(factory.dialects().getFirst());
        var signers = OnlineSigners.listed(held, List.of(root));
        OnlineSigners.lacking(signers, root).ifPresent(role -> {
            throw new MissingKeysException(role);
        });
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var release = release(sets, new Releases.Step(sets, Map.of(), now, caller, summary), signers);
        locked.release(release);
        locked.record(AuditFacts.published(AuditAction.PUBLISHED, release));
        var record = release.record().orElseThrow();
        currentTargets.put(record.sha256(), fullSize(release), sets.full());
        return new Outcome.Published(record, warnings(release, pruned));
    }

    private static int fullSize(Release release) {
        return release.events().stream()
                .filter(TargetsPublished.class::isInstance)
                .map(event -> ((TargetsPublished) event).document().size())
                .findFirst()
                .orElseThrow();
    }

    private Release release(TargetSets sets, Releases.Step step, RoleSigners signers) {
        try {
            return releases.publish(factory, current, step, signers);
        } catch (DocumentTooLargeException tooLarge) {
            if (tooLarge.identity().role() != RoleName.TARGETS) {
                throw tooLarge;
            }
            var message = "%s. %s".formatted(tooLarge.getMessage(), proposal(sets));
            throw new EditRefusedException(Reason.TARGETS_TOO_LARGE, "/targets", message);
        }
    }

    private static String proposal(TargetSets sets) {
        var superseded = PROPOSED.superseded(sets.full());
        if (superseded.isEmpty()) {
            return "Remove Targets that no device needs any more.";
        }
        return "%d Targets are not among the newest %d builds of any of their tags, and could be removed: %s."
                .formatted(superseded.size(), PROPOSED.keepPerTag(), shown(superseded));
    }

    private List<String> warnings(Release release, List<TargetName> pruned) {
        List<String> warnings = new ArrayList<>();
        if (!pruned.isEmpty()) {
            warnings.add("Removed by retention, as no tag keeps them: " + shown(pruned) + ".");
        }
        var limits = factory.settings().limits();
        release.documents().stream()
                .filter(document -> limits.isNear(
                        document.identity().role(), document.content().size()))
                .max(Comparator.comparingInt(document -> document.content().size()))
                .ifPresent(document -> warnings.add("%s has %d of the %d bytes that the clients of the factory read."
                        .formatted(
                                document.identity(),
                                document.content().size(),
                                limits.of(document.identity().role()))));
        return warnings;
    }

    private static String shown(List<TargetName> names) {
        var some = names.stream().limit(NAMES_SHOWN).map(TargetName::value).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? some + ", ..." : some;
    }

    private static SortedMap<TargetName, Target> without(
            SortedMap<TargetName, Target> targets, List<TargetName> pruned) {
        if (pruned.isEmpty()) {
            return targets;
        }
        var kept = new TreeMap<>(targets);
        Set.copyOf(pruned).forEach(kept::remove);
        return kept;
    }
}
