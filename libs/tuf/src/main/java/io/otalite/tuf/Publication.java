package io.otalite.tuf;

import static java.util.Map.entry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a repository: targets, the snapshot that lists it and the timestamp that lists the snapshot, signed
 * together with the same version. Length and SHA-256 of each file are listed in its parent, so that the three belong
 * together byte for byte.
 */
public record Publication(MetadataVersion version, Bytes targets, Bytes snapshot, Bytes timestamp) {

    /**
     * Signs a version. It only computes: who publishes makes the three files visible together, and walks them first.
     *
     * @throws TufException when a signer cannot sign, or a target has no canonical form
     */
    public static Publication sign(
            MetadataVersion version,
            SortedMap<TargetName, Target> targets,
            RoleSigners signers,
            Lifetimes lifetimes,
            Instant now) {
        Bytes targetsFile = MetadataWriter.sign(
                new Targets(version, lifetimes.expiry(RoleName.TARGETS, now), targets).toJson(),
                signers.of(RoleName.TARGETS));
        SortedMap<String, FileMeta> meta =
                new TreeMap<>(Map.of(RoleName.TARGETS.fileName(), FileMeta.of(version, targetsFile)));
        Bytes snapshotFile = MetadataWriter.sign(
                new Snapshot(version, lifetimes.expiry(RoleName.SNAPSHOT, now), meta).toJson(),
                signers.of(RoleName.SNAPSHOT));
        FileMeta listedSnapshot = FileMeta.of(version, snapshotFile);
        Bytes timestampFile = MetadataWriter.sign(
                new Timestamp(version, lifetimes.expiry(RoleName.TIMESTAMP, now), listedSnapshot).toJson(),
                signers.of(RoleName.TIMESTAMP));
        return new Publication(version, targetsFile, snapshotFile, timestampFile);
    }

    /** The files by the names under which a repository with consistent snapshots serves them (TUF 6.2.1). */
    public SortedMap<String, Bytes> files() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(Map.ofEntries(
                entry(RoleName.TARGETS.fileName(version), targets),
                entry(RoleName.SNAPSHOT.fileName(version), snapshot),
                entry(RoleName.TIMESTAMP.fileName(), timestamp))));
    }
}
