package io.otalite.local.images;

import java.util.Comparator;
import java.util.List;

/**
 * What changes together.
 *
 * @param files sorted by their place, so that the same files are the same bytes
 */
public record ImageLayer(String name, List<PlacedFile> files) {
    public ImageLayer {
        files = files.stream().sorted(Comparator.comparing(PlacedFile::target)).toList();
    }
}
