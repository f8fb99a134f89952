package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Buckets and objects as the JSON API writes them; 64-bit numbers are strings there. */
record StorageJson(String baseUri) {

    ObjectNode bucket(BucketRecord bucket) {
        return Json.object()
                .put("kind", "storage#bucket")
                .put("id", bucket.name())
                .put("selfLink", baseUri + "/storage/v1/b/" + bucket.name())
                .put("name", bucket.name())
                .put("projectNumber", "1")
                .put("metageneration", "1")
                .put("location", "US")
                .put("locationType", "multi-region")
                .put("storageClass", "STANDARD")
                .put("timeCreated", bucket.created().toString())
                .put("updated", bucket.created().toString())
                .put("etag", etag(bucket.created().toString()));
    }

    ObjectNode object(String bucket, StoredObject object) {
        var revision = object.revision();
        var checksums = object.checksums();
        var path = "/b/%s/o/%s".formatted(bucket, encoded(object.name()));
        var json = Json.object()
                .put("kind", "storage#object")
                .put("id", "%s/%s/%d".formatted(bucket, object.name(), revision.generation()))
                .put("selfLink", baseUri + "/storage/v1" + path)
                .put(
                        "mediaLink",
                        "%s/download/storage/v1%s?generation=%d&alt=media"
                                .formatted(baseUri, path, revision.generation()))
                .put("name", object.name())
                .put("bucket", bucket)
                .put("generation", Long.toString(revision.generation()))
                .put("metageneration", Long.toString(revision.metageneration()))
                .put("storageClass", "STANDARD")
                .put("size", Long.toString(checksums.size()))
                .put("md5Hash", checksums.md5())
                .put("crc32c", checksums.crc32c())
                .put("etag", etag(revision))
                .put("timeCreated", revision.created().toString())
                .put("updated", revision.updated().toString())
                .put("timeStorageClassUpdated", revision.created().toString());
        object.attributes().fields().forEach(json::put);
        if (!object.attributes().metadata().isEmpty()) {
            var metadata = json.putObject("metadata");
            object.attributes().metadata().forEach(metadata::put);
        }
        return json;
    }

    static String etag(StoredObject.Revision revision) {
        return etag(revision.generation() + "/" + revision.metageneration());
    }

    /** Whether a field is there and says nothing, as Google's client sends some. */
    static boolean asksForNothing(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    private static String etag(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
