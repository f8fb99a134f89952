package io.otalite.rotation.images;

/**
 * What a registry said of an image. Unreachable never means absent: whoever cannot tell the two apart deletes what is needed, or
 * cries wolf in every outage of a registry.
 */
public sealed interface ImageCheck {
    /**
     * The image is there and these credentials may pull it.
     *
     * @param digest of the manifest or index that the reference stands for now
     */
    record Present(String digest) implements ImageCheck {}

    /** There is no such image: the registry itself said so, or no registry could hold what the reference says. */
    record Absent(String reason) implements ImageCheck {}

    /**
     * The registry refuses what was presented. Many registries say this of images that do not exist, too, so as not to tell
     * strangers what does.
     *
     * @param reason tells which credentials were presented, and never what is in them
     */
    record Denied(String reason) implements ImageCheck {}

    /** Nobody answered, or not in a way that answers the question; nothing is known. */
    record Unreachable(String reason) implements ImageCheck {}

    /** Whether both say the same of the image, however they put it. */
    default boolean agreesWith(ImageCheck other) {
        return this instanceof Present || this instanceof Absent ? equals(other) : getClass() == other.getClass();
    }
}
