package io.otalite.rotation.images;

import java.util.List;

/**
 * An image as a pod asks for it: the same reference with other pull secrets is another question.
 *
 * @param image the reference as it stands in the pod
 * @param pullSecrets {@code namespace/name} of each, in the order in which the pod, or its service account, names them
 */
public record ImageQuestion(String image, List<String> pullSecrets) {
    public ImageQuestion {
        pullSecrets = List.copyOf(pullSecrets);
    }
}
