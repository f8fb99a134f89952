package io.otalite.emulator.cluster.kubelet;

import java.util.Map;

/**
 * A volume of a pod with what is in it.
 *
 * @param files by their path in the volume; of an {@code emptyDir} none
 * @param managed whether the kubelet rules what is in it; false for an {@code emptyDir}, whose content is the pod's
 */
public record VolumeContent(String name, Map<String, File> files, boolean managed) {

    /** @param mode permission bits, such as 0644 */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; copied neither, as secrets may be large
    public record File(byte[] content, int mode) {}

    public VolumeContent {
        files = Map.copyOf(files);
    }
}
