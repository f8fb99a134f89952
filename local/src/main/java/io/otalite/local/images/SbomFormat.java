package io.otalite.local.images;

import java.util.List;

/** How the list of what is in an image is written. */
@FunctionalInterface
public interface SbomFormat {

    /**
     * The list; the same libraries give the same bytes.
     *
     * @param version of the product
     */
    byte[] write(ProductImage image, String version, List<Library> libraries);
}
