package io.otalite.local.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The files of an image in a folder, for whoever builds the image with something else. */
public final class ImageTree {
    private ImageTree() {}

    /**
     * Copies every file of an image to its place below a folder.
     *
     * @param folder is made; must be empty, so that nothing else gets into the image
     * @return how many files
     */
    public static int write(ImageRecipe recipe, Path folder) {
        try {
            requireEmpty(folder);
            for (var empty : recipe.folders()) {
                Files.createDirectories(folder.resolve(empty.substring(1)));
            }
            int files = 0;
            for (var layer : recipe.layers()) {
                for (var file : layer.files()) {
                    var place = folder.resolve(file.target().substring(1));
                    Files.createDirectories(place.getParent());
                    Files.copy(file.source(), place, StandardCopyOption.COPY_ATTRIBUTES);
                    if (file.writable()) {
                        makeWritable(place);
                    }
                    files++;
                }
            }
            return files;
        } catch (IOException e) {
            throw new ImagesException(
                    "The files of %s cannot be written to %s: %s"
                            .formatted(recipe.image().word(), folder, e),
                    e);
        }
    }

    private static void makeWritable(Path file) throws IOException {
        if (!file.toFile().setWritable(true, false)) {
            throw new IOException("The permissions of " + file + " cannot be changed");
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new ImagesException(folder + " is not empty");
            }
        }
    }
}
