package io.otalite.local.demo;

import io.otalite.local.cluster.Workloads;

/** Where the steps about rotations play. */
record Scene(Narrator narrator, ArchiveRotations rotations, GoogleKeys keys, Backup backup, Workloads cluster) {

    /** The id of the key that backup-service is given. */
    String currentKey() {
        return ArchiveKey.idIn(ArchiveKey.file(cluster));
    }
}
