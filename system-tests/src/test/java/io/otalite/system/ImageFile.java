package io.otalite.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A file of {@code docker save}, read by somebody who knows nothing of the program that wrote it. */
record ImageFile(Map<String, byte[]> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of an archive with no file: two blocks of zeros. */
    private static final String SHA256_OF_EMPTY = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    static ImageFile read(Path file) throws IOException {
        return new ImageFile(untar(Files.readAllBytes(file)));
    }

    /** Writes an image of one layer that has no file. */
    static Path writeEmpty(Path file) throws IOException {
        var layer = new byte[1024];
        var config = """
            {"architecture":"amd64","os":"linux","config":{},
             "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
            """.formatted(SHA256_OF_EMPTY);
        var manifest = "[{\"Config\":\"config.json\",\"RepoTags\":[\"empty:1\"],\"Layers\":[\"layer.tar\"]}]";
        try (OutputStream out = Files.newOutputStream(file);
                var tar = new TarArchiveOutputStream(out)) {
            put(tar, "layer.tar", layer);
            put(tar, "config.json", config.getBytes(StandardCharsets.UTF_8));
            put(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** The digests of its layers, the lowest first. */
    List<String> layers() throws IOException {
        var digests = new ArrayList<String>();
        config().path("rootfs").path("diff_ids").forEach(digest -> digests.add(digest.asText()));
        return List.copyOf(digests);
    }

    JsonNode config() throws IOException {
        return JSON.readTree(entries.get(manifest().path("Config").asText()));
    }

    /** The files of a layer. */
    Map<String, byte[]> files(int layer) throws IOException {
        var bytes = entries.get(manifest().path("Layers").path(layer).asText());
        return untar(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes());
    }

    private JsonNode manifest() throws IOException {
        return JSON.readTree(entries.get("manifest.json")).path(0);
    }

    private static Map<String, byte[]> untar(byte[] bytes) throws IOException {
        var entries = new HashMap<String, byte[]>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        return Map.copyOf(entries);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
