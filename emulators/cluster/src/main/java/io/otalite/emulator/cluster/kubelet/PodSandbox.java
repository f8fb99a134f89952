package io.otalite.emulator.cluster.kubelet;

import java.util.List;
import java.util.Map;

/**
 * What all containers of a pod share.
 *
 * @param address the pod's own IP address
 * @param annotations those of the pod, by which a scripted runtime is told what to do
 */
public record PodSandbox(PodRef pod, String address, Map<String, String> annotations, List<VolumeContent> volumes) {
    public PodSandbox {
        annotations = Map.copyOf(annotations);
        volumes = List.copyOf(volumes);
    }
}
