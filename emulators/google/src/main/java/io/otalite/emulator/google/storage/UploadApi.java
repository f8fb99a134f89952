package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import io.otalite.emulator.google.storage.ResumableUpload.Failed;
import io.otalite.emulator.google.storage.ResumableUpload.Receiving;
import io.otalite.emulator.google.storage.ResumableUpload.Stored;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The three ways to upload: resource and content in one body, content alone, and content in resumable parts. */
final class UploadApi {
    private static final String UPLOAD = "/upload/storage/v1/b/{bucket}/o";
    private static final int LARGEST_RESOURCE = 256 * 1024;
    private static final int MULTIPART_OVERHEAD = 1024 * 1024;
    private static final String UNTYPED = "application/octet-stream";

    private final BucketAccess access;
    private final ResumableUploads uploads;
    private final long limit;

    /** @param limit the largest content in bytes */
    UploadApi(BucketAccess access, ResumableUploads uploads, long limit) {
        this.access = access;
        this.uploads = uploads;
        this.limit = limit;
    }

    void addTo(Router router) {
        router.route("POST", UPLOAD, this::start).route("PUT", UPLOAD, this::resume);
    }

    private Answer start(Request request) throws IOException {
        var entry = access.enter(request, Permission.OBJECTS_CREATE);
        return switch (request.query().required("uploadType")) {
            case "multipart" -> multipart(request, entry.bucket());
            case "media" -> media(request, entry.bucket());
            case "resumable" -> startResumable(request, entry);
            default -> throw ApiException.invalid("uploadType must be multipart, media or resumable.");
        };
    }

    private Answer multipart(Request request, Bucket bucket) throws IOException {
        var parts = MultipartRelated.of(
                request.header("Content-Type").orElse(""), request.body(limit + MULTIPART_OVERHEAD));
        var resource = Request.parse(parts.next().content().readNBytes(LARGEST_RESOURCE));
        parts.requireMore();
        var content = parts.next();
        var plan = plan(request, resource, content.contentType());
        bucket.requireForWrite(plan.name(), plan.preconditions());
        try (var incoming = Incoming.create(bucket.files().incoming(), limit)) {
            incoming.append(content.content());
            parts.requireEnd();
            return stored(request, bucket, plan.commit(bucket, incoming));
        }
    }

    private Answer media(Request request, Bucket bucket) throws IOException {
        var plan = plan(request, Json.object(), request.header("Content-Type").orElse(UNTYPED));
        var hashed = plan.with(plan.expected().and(request.header("x-goog-hash")));
        bucket.requireForWrite(plan.name(), plan.preconditions());
        try (var incoming = Incoming.create(bucket.files().incoming(), limit)) {
            incoming.append(request.body(limit));
            return stored(request, bucket, hashed.commit(bucket, incoming));
        }
    }

    private Answer startResumable(Request request, BucketAccess.Entry entry) throws IOException {
        var announced = request.header("X-Upload-Content-Length").orElse("0");
        if (announced.length() > 18 || Long.parseLong(digits(announced)) > limit) {
            throw ApiException.tooLarge(limit);
        }
        var bucket = entry.bucket();
        var plan = plan(
                request, request.json(), request.header("X-Upload-Content-Type").orElse(UNTYPED));
        bucket.requireForWrite(plan.name(), plan.preconditions());
        var incoming = Incoming.create(bucket.files().incoming(), limit);
        var id = uploads.add(new ResumableUpload(bucket, plan, entry.caller().account(), incoming));
        return Response.empty(200)
                .with(
                        "Location",
                        "%s/upload/storage/v1/b/%s/o?uploadType=resumable&name=%s&upload_id=%s"
                                .formatted(
                                        request.baseUri(),
                                        bucket.info().name(),
                                        URLEncoder.encode(plan.name(), StandardCharsets.UTF_8),
                                        id))
                .with("X-GUploader-UploadID", id);
    }

    private Answer resume(Request request) throws IOException {
        var entry = access.enter(request, Permission.OBJECTS_CREATE);
        var upload = uploads.get(
                request.query().required("upload_id"), entry.caller().account());
        if (upload.bucket() != entry.bucket()) {
            throw ApiException.notFound("No such upload in this bucket.");
        }
        var range = ContentRange.of(request.header("Content-Range"));
        return switch (upload.put(range, request.body(limit), request.header("x-goog-hash"))) {
            case Receiving(var incoming) -> incomplete(incoming.size());
            case Stored(var object) -> stored(request, entry.bucket(), object);
            case Failed() -> throw new IllegalStateException("A failed upload gives no state");
        };
    }

    private static Answer incomplete(long size) {
        var response = Response.empty(308);
        return size == 0 ? response : response.with("Range", "bytes=0-" + (size - 1));
    }

    private static Answer stored(Request request, Bucket bucket, StoredObject object) {
        return Response.ok(
                new StorageJson(request.baseUri()).object(bucket.info().name(), object));
    }

    private static UploadPlan plan(Request request, ObjectNode resource, String contentType) {
        var named = request.query()
                .one("name")
                .orElseGet(() -> resource.path("name").asText(""));
        return new UploadPlan(
                ObjectNames.checked(named),
                ObjectAttributes.of(resource).withDefaultType(contentType),
                ExpectedChecksums.of(resource),
                Preconditions.of(request.query()));
    }

    private static String digits(String text) {
        if (!text.matches("[0-9]+")) {
            throw ApiException.invalid("X-Upload-Content-Length must be a whole number.");
        }
        return text;
    }
}
