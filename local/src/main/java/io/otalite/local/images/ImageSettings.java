package io.otalite.local.images;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What images of one run have in common.
 *
 * @param cache where layers are kept between runs
 * @param version of the product
 * @param revision of the sources, where it is known
 */
public record ImageSettings(
        BaseImage base,
        String tag,
        Caches cache,
        String version,
        @Nullable String revision) {
    private static final String ANNOTATION = "org.opencontainers.image.";

    /**
     * Folders that may be lost at any time.
     *
     * @param base layers that were fetched
     * @param application layers that were made
     */
    public record Caches(Path base, Path application) {

        /** Both in one folder, so that it can be kept and brought back as one. */
        public static Caches in(Path folder) {
            return new Caches(folder.resolve("base"), folder.resolve("application"));
        }
    }

    /** The labels of an image, by the names of the OCI's image specification (annotations). */
    public Map<String, String> labels(ProductImage image) {
        var labels = new TreeMap<String, String>();
        labels.put(ANNOTATION + "title", image.title());
        labels.put(ANNOTATION + "version", version);
        if (revision != null) {
            labels.put(ANNOTATION + "revision", revision);
        }
        if (base instanceof BaseImage.Registry(var reference)) {
            var at = reference.indexOf('@');
            labels.put(ANNOTATION + "base.name", at < 0 ? reference : reference.substring(0, at));
            if (at >= 0) {
                labels.put(ANNOTATION + "base.digest", reference.substring(at + 1));
            }
        }
        return Map.copyOf(labels);
    }
}
