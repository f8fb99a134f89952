package io.otalite.rotation.images;

import java.util.List;

/**
 * The registries of the world, asked from outside every node's cache.
 *
 * <p>Laws: {@code Absent} is answered only where a registry itself said that it has no such manifest; time-outs, name
 * resolution, TLS, overload, and answers of something that is no registry are {@code Unreachable}. No exception tells of a
 * registry's behaviour. An answer comes within a bound that the implementation was given, whatever the registry does, and
 * takes bounded memory. Nothing is remembered between two calls. Safe for use by several threads.
 */
public interface ImageRegistry {
    /**
     * Asks the image's registry for its manifest, as the kubelet would pull it: the credentials that match are tried in turn
     * ({@link PullCredentials#matching}), and only where none matches is it asked without. A node may have credentials of its own
     * besides; those are not known here.
     *
     * @param credentials what the pod's pull secrets hold, in the order in which the pod names them
     */
    ImageCheck check(ImageName image, List<PullCredentials> credentials);
}
