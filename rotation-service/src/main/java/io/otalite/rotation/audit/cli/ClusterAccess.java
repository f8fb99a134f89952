package io.otalite.rotation.audit.cli;

import io.otalite.rotation.observation.World;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads what a cluster has. */
@FunctionalInterface
public interface ClusterAccess {
    /**
     * Reads it once.
     *
     * @param kubeconfig empty for what kubectl would use
     * @param context of the kubeconfig; empty for its current one
     * @param namespaces only these, or all when there are none
     * @throws io.otalite.rotation.audit.AuditException when the cluster does not answer
     */
    World read(Optional<Path> kubeconfig, Optional<String> context, Set<String> namespaces);
}
