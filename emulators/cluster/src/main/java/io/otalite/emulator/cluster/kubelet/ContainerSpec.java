package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One run of a container, everything resolved.
 *
 * @param run counts from 0; the restart count
 * @param command replaces the image's entrypoint; empty to keep it
 * @param args replaces the image's arguments; empty to keep them, unless there is a command
 * @param environment all of it, in the order of the manifest
 * @param workingDirectory empty for the image's own
 * @param memoryLimitBytes the limit of the container's resources
 * @param grace how long it may take to end when the whole runtime ends
 * @param isLogShownOnError whether the last lines of its log become the message of an end by an error. A log may hold what
 *     a reader of the pod's status must not see, so this has to be asked for
 */
public record ContainerSpec(
        ContainerRef ref,
        int run,
        String image,
        List<String> command,
        List<String> args,
        Map<String, String> environment,
        List<Mount> mounts,
        String workingDirectory,
        OptionalLong memoryLimitBytes,
        Duration grace,
        boolean isLogShownOnError) {

    /**
     * @param mountPath absolute, in the container
     * @param subPath the file or folder of the volume that is mounted, once and never refreshed; empty for the whole volume
     */
    public record Mount(String volume, String mountPath, String subPath, boolean readOnly) {}

    public ContainerSpec {
        command = List.copyOf(command);
        args = List.copyOf(args);
        mounts = List.copyOf(mounts);
    }
}
