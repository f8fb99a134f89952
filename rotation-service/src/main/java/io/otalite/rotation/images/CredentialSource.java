package io.otalite.rotation.images;

import java.util.Optional;

/**
 * The pull secrets of the cluster, read at the moment of a check and kept nowhere: a check must see the password of now, and a
 * password that is not kept cannot leak.
 */
public interface CredentialSource {
    /**
     * The content of a pull secret, {@code .dockerconfigjson} or {@code .dockercfg}. May block; safe for use by several threads.
     *
     * @param secret {@code namespace/name}
     * @return empty where there is no such Secret or it is no pull secret: the kubelet goes on without it
     * @throws RuntimeException where the cluster does not answer, so that nothing is known of the Secret
     */
    Optional<byte[]> dockerConfig(String secret);
}
