package io.otalite.local.images;

import java.nio.file.Path;

/**
 * A file and its place in an image.
 *
 * @param source where it is on this machine
 * @param target its absolute path in the image
 * @param writable whether the user of the image may change it
 */
public record PlacedFile(Path source, String target, boolean writable) {

    static PlacedFile readOnly(Path source, String target) {
        return new PlacedFile(source, target, false);
    }
}
