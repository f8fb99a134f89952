package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.ObjectRef;
import java.util.List;

/** What is known of images in their registries. */
@FunctionalInterface
public interface ImageView {
    /** Nothing is known of any image. */
    ImageView UNCHECKED = (_, _) -> new ImageState.Unchecked();

    /**
     * The latest answer of the registry; does not ask it.
     *
     * @param image the reference as it is written
     * @param pullSecrets the Secrets that the pod presents, in order
     */
    ImageState latest(String image, List<ObjectRef> pullSecrets);

    /** How an image is in its registry. */
    sealed interface ImageState {
        /** It can be pulled. */
        record Pullable() implements ImageState {}

        /** It is not there. */
        record Absent() implements ImageState {}

        /** The registry does not give it to the credentials that the pod presents. */
        record Denied(String reason) implements ImageState {}

        /** The registry did not answer. */
        record Unreachable(String reason) implements ImageState {}

        /** It has not been asked for yet. */
        record Unchecked() implements ImageState {}
    }
}
