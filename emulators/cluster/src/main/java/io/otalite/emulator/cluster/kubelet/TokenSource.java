package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;

/** Makes the tokens by which a pod shows who it is. */
@FunctionalInterface
public interface TokenSource {

    /**
     * A new token of a service account, bound to a pod.
     *
     * @param audience whom it is for; empty for the API server
     * @throws io.otalite.emulator.cluster.objects.Refusal when there is no such service account
     */
    String mint(String namespace, String serviceAccount, String podUid, String audience, Duration ttl);
}
