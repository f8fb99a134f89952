package io.otalite.local.images;

import java.util.List;

/**
 * An image that was made.
 *
 * @param reference its name and tag, where it went
 * @param digest {@code sha256:} and 64 hexadecimal digits: of the manifest in a registry, else of the configuration, which is the id
 *     that an engine shows
 * @param base the layers of the base, empty where they were not fetched
 * @param layers its own, in the order of the recipe
 */
public record BuiltImage(
        ProductImage image, String reference, String digest, List<BuiltLayer> base, List<BuiltLayer> layers) {

    /**
     * A layer as it is transferred.
     *
     * @param bytes compressed
     * @param digest of the compressed bytes, 64 hexadecimal digits
     */
    public record BuiltLayer(String name, long bytes, String digest) {}

    public BuiltImage {
        base = List.copyOf(base);
        layers = List.copyOf(layers);
    }

    /** What is transferred of its own layers, and of those of the base if they are known. */
    public long bytes() {
        return sum(base) + sum(layers);
    }

    private static long sum(List<BuiltLayer> layers) {
        return layers.stream().mapToLong(BuiltLayer::bytes).sum();
    }
}
