package io.otalite.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a repository in one dialect: targets, the snapshot that lists it and the timestamp that lists the
 * snapshot, signed together with the same version. Length and SHA-256 of each file are listed in its parent, so that the
 * three belong together byte for byte. The same Targets give a publication in each dialect.
 */
public record Publication(Dialect dialect, MetadataVersion version, Bytes targets, Bytes snapshot, Bytes timestamp) {

    /** {@link #sign(Dialect, MetadataVersion, SortedMap, RoleSigners, Lifetimes, Instant)} as the specification has it. */
    public static Publication sign(
            MetadataVersion version,
            SortedMap<TargetName, Target> targets,
            RoleSigners signers,
            Lifetimes lifetimes,
            Instant now) {
        return sign(Dialect.TUF, version, targets, signers, lifetimes, now);
    }

    /**
     * Signs a version. It only computes: who publishes makes the three files visible together, and walks them first.
     *
     * @throws TufException when a signer cannot sign, or a target has no canonical form
     */
    public static Publication sign(
            Dialect dialect,
            MetadataVersion version,
            SortedMap<TargetName, Target> targets,
            RoleSigners signers,
            Lifetimes lifetimes,
            Instant now) {
        Bytes targetsFile = MetadataWriter.sign(
                dialect,
                new Targets(version, lifetimes.expiry(RoleName.TARGETS, now), targets),
                signers.of(RoleName.TARGETS));
        SortedMap<String, FileMeta> meta =
                new TreeMap<>(Map.of(RoleName.TARGETS.fileName(), FileMeta.of(version, targetsFile)));
        Bytes snapshotFile = MetadataWriter.sign(
                dialect,
                new Snapshot(version, lifetimes.expiry(RoleName.SNAPSHOT, now), meta),
                signers.of(RoleName.SNAPSHOT));
        FileMeta listedSnapshot = FileMeta.of(version, snapshotFile);
        Bytes timestampFile = MetadataWriter.sign(
                dialect,
                new Timestamp(version, lifetimes.expiry(RoleName.TIMESTAMP, now), listedSnapshot),
                signers.of(RoleName.TIMESTAMP));
        return new Publication(dialect, version, targetsFile, snapshotFile, timestampFile);
    }

    /** The files by the names under which a repository of the dialect serves them (TUF 6.2.1). */
    public SortedMap<String, Bytes> files() {
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put(dialect.fileName(RoleName.TARGETS, version), targets);
        files.put(dialect.fileName(RoleName.SNAPSHOT, version), snapshot);
        files.put(dialect.fileName(RoleName.TIMESTAMP, version), timestamp);
        return Collections.unmodifiableSortedMap(files);
    }
}
