package io.otalite.local.images;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that makes an image, but its base.
 *
 * @param layers from the one that changes rarely to the one that changes with every build
 * @param folders empty ones that belong to the user of the image; a volume that is new takes their owner over
 * @param entrypoint the command, its program first
 * @param environment variables that the image sets
 * @param workingDirectory an absolute path in the image
 * @param sbom the list of what is in it, which is also one of its files
 */
public record ImageRecipe(
        ProductImage image,
        List<ImageLayer> layers,
        List<String> folders,
        List<String> entrypoint,
        Map<String, String> environment,
        String workingDirectory,
        Path sbom) {

    /** The user and the group of every image, as the manifests name them: nobody that a host knows. */
    public static final String USER = "10001:10001";

    public ImageRecipe {
        layers = List.copyOf(layers);
        folders = List.copyOf(folders);
        entrypoint = List.copyOf(entrypoint);
        environment = Map.copyOf(environment);
    }
}
