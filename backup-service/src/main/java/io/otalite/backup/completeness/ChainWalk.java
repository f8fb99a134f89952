package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the versions of one chain in ascending order, once; it can be continued when there are more. Not thread-safe. */
final class ChainWalk {
    private final List<VersionRange> gaps = new ArrayList<>();
    private final List<Long> brokenLinks = new ArrayList<>();
    private final List<Long> damaged = new ArrayList<>();
    private Optional<StoredObject> before = Optional.empty();
    private long versions;
    private long newest;
    private long missingVersions;
    private long allBrokenLinks;

    void step(StoredObject object, boolean intact) {
        var version = ArchiveLayout.version(object.name());
        if (version.isEmpty()) {
            return;
        }
        var number = version.get().value();
        if (!continues(object)) {
            discontinued(number);
        }
        if (!intact) {
            add(damaged, number);
        }
        versions++;
        newest = number;
        before = Optional.of(object);
    }

    /**
     * The first version has no predecessor; every other one names the digest of the one before. Numbers may be left out:
     * a factory that was imported begins where its devices are, and one that recovers goes on above what they have seen.
     */
    private boolean continues(StoredObject object) {
        return before.isEmpty()
                ? object.previousSha256().isEmpty()
                : before.flatMap(StoredObject::sha256).equals(object.previousSha256());
    }

    private void discontinued(long number) {
        if (number == newest + 1) {
            add(brokenLinks, number);
            allBrokenLinks++;
        } else {
            add(gaps, new VersionRange(newest + 1, number - 1));
            missingVersions += number - 1 - newest;
        }
    }

    private static <T> void add(List<T> findings, T finding) {
        if (findings.size() < Completeness.MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    long versions() {
        return versions;
    }

    /** 0 when there is none. */
    long newest() {
        return newest;
    }

    /** Where to go on from; empty at the beginning. */
    Optional<ObjectName> last() {
        return before.map(StoredObject::name);
    }

    /** Cut at {@link Completeness#MOST_FINDINGS}, like the lists that follow. */
    List<VersionRange> gaps() {
        return gaps;
    }

    List<Long> brokenLinks() {
        return brokenLinks;
    }

    List<Long> damaged() {
        return damaged;
    }

    /** How many versions are in all gaps. */
    long missingVersions() {
        return missingVersions;
    }

    long allBrokenLinks() {
        return allBrokenLinks;
    }

    /** Whether every version so far names the one before. */
    boolean whole() {
        return missingVersions == 0 && allBrokenLinks == 0;
    }
}
