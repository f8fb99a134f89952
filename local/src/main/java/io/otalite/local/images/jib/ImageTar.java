package io.otalite.local.images.jib;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.images.BuiltImage.BuiltLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A file as {@code docker load} takes it, written by Jib: {@code manifest.json} names the layers in their order, each of which is
 * called by the digest of its compressed bytes.
 */
final class ImageTar {
    private static final String MANIFEST = "manifest.json";

    private ImageTar() {}

    /**
     * The layers of the image, the base's first.
     *
     * @param names of the last of them; those before are called base
     * @throws IOException if the file is none of Jib's
     */
    static List<BuiltLayer> layers(Path file, List<String> names) throws IOException {
        var sizes = new HashMap<String, Long>();
        JsonNode manifest = null;
        try (var tar = new TarArchiveInputStream(Files.newInputStream(file))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                sizes.put(entry.getName(), entry.getSize());
                if (entry.getName().equals(MANIFEST)) {
                    manifest = parse(tar.readAllBytes());
                }
            }
        }
        if (manifest == null) {
            throw new IOException(file + " has no " + MANIFEST);
        }
        return named(manifest.path(0).path("Layers"), sizes, names);
    }

    private static List<BuiltLayer> named(JsonNode files, Map<String, Long> sizes, List<String> names)
            throws IOException {
        var layers = new ArrayList<BuiltLayer>();
        int ofBase = files.size() - names.size();
        for (int i = 0; i < files.size(); i++) {
            var entry = files.path(i).asText();
            var size = sizes.get(entry);
            if (size == null) {
                throw new IOException("The layer " + entry + " is missing");
            }
            layers.add(new BuiltLayer(
                    i < ofBase ? "base" : names.get(i - ofBase), size, entry.substring(0, entry.indexOf('.'))));
        }
        return List.copyOf(layers);
    }

    private static JsonNode parse(byte[] json) throws IOException {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JacksonException e) {
            throw new IOException(MANIFEST + " is no JSON", e);
        }
    }
}
