package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The content of an object as a response, whole or in part, with the headers that let the reader check it. */
final class Download {
    private static final Map<String, String> HEADER_OF_FIELD = Map.of(
            "contentType", "Content-Type",
            "contentEncoding", "Content-Encoding",
            "contentDisposition", "Content-Disposition",
            "contentLanguage", "Content-Language",
            "cacheControl", "Cache-Control");

    private Download() {}

    /** Takes over the open content: it is closed by whoever sends the response, or here when there is none. */
    static Response of(OpenContent content, Request request) throws IOException {
        try {
            var size = content.object().checksums().size();
            var range = ByteRange.of(request.header("Range"), size);
            return range.map(part -> headers(
                                    content.object(),
                                    new Response(206, Map.of(), content.slice(part.first(), part.length())))
                            .with("Content-Range", part.contentRange(size)))
                    .orElseGet(() -> headers(content.object(), new Response(200, Map.of(), content.slice(0, size))));
        } catch (RuntimeException e) {
            content.channel().close();
            throw e;
        }
    }

    private static Response headers(StoredObject object, Response bare) {
        var checksums = object.checksums();
        var revision = object.revision();
        var response = bare.with("x-goog-hash", "crc32c=%s,md5=%s".formatted(checksums.crc32c(), checksums.md5()))
                .with("x-goog-generation", Long.toString(revision.generation()))
                .with("x-goog-metageneration", Long.toString(revision.metageneration()))
                .with("x-goog-stored-content-length", Long.toString(checksums.size()))
                .with(
                        "x-goog-stored-content-encoding",
                        object.attributes().fields().getOrDefault("contentEncoding", "identity"))
                .with("x-goog-storage-class", "STANDARD")
                .with("ETag", StorageJson.etag(revision))
                .with(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                revision.updated().atOffset(ZoneOffset.UTC)))
                .with("Accept-Ranges", "bytes");
        for (var field : object.attributes().fields().entrySet()) {
            var header = HEADER_OF_FIELD.get(field.getKey());
            if (header != null) {
                response = response.with(header, field.getValue());
            }
        }
        return response;
    }
}
