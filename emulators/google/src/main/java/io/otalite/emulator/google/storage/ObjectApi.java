package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.util.function.BiFunction;

/** Objects over HTTP: everything but the upload. */
final class ObjectApi {
    private static final String OBJECTS = "/storage/v1/b/{bucket}/o";
    private static final String OBJECT = OBJECTS + "/{object}";

    private final BucketAccess access;

    ObjectApi(BucketAccess access) {
        this.access = access;
    }

    void addTo(Router router) {
        router.route("GET", OBJECTS, this::list)
                .route("GET", OBJECT, this::get)
                .route("GET", "/download" + OBJECT, this::download)
                .route("PATCH", OBJECT, this::patch)
                .route("PUT", OBJECT, this::update)
                .route("DELETE", OBJECT, this::delete);
    }

    private Answer list(Request request) {
        var bucket = access.enter(request, Permission.OBJECTS_LIST).bucket();
        var page = bucket.list(ObjectListing.of(request.query()));
        var json = new StorageJson(request.baseUri());
        var body = Json.object().put("kind", "storage#objects");
        page.items()
                .forEach(object ->
                        body.withArray("items").add(json.object(bucket.info().name(), object)));
        page.prefixes().forEach(prefix -> body.withArray("prefixes").add(prefix));
        page.nextPageToken().ifPresent(token -> body.put("nextPageToken", token));
        return Response.ok(body);
    }

    private Answer get(Request request) throws IOException {
        if (request.query().one("alt").orElse("json").equals("media")) {
            return download(request);
        }
        var bucket = access.enter(request, Permission.OBJECTS_GET).bucket();
        var object = bucket.find(request.path("object")).orElseThrow(() -> unknown(request));
        Preconditions.of(request.query()).requireForRead(object);
        return answer(request, bucket, object);
    }

    private Answer download(Request request) throws IOException {
        var bucket = access.enter(request, Permission.OBJECTS_GET).bucket();
        var content = bucket.open(request.path("object")).orElseThrow(() -> unknown(request));
        try {
            Preconditions.of(request.query()).requireForRead(content.object());
        } catch (ApiException e) {
            content.channel().close();
            throw e;
        }
        return Download.of(content, request);
    }

    private Answer patch(Request request) throws IOException {
        return change(request, ObjectAttributes::patched);
    }

    private Answer update(Request request) throws IOException {
        return change(request, (_, resource) -> ObjectAttributes.of(resource));
    }

    private Answer change(Request request, BiFunction<ObjectAttributes, ObjectNode, ObjectAttributes> change)
            throws IOException {
        var bucket = access.enter(request, Permission.OBJECTS_UPDATE).bucket();
        var resource = request.json();
        var preconditions = Preconditions.of(request.query());
        var changed = bucket.change(request.path("object"), preconditions, current -> change.apply(current, resource))
                .orElseThrow(() -> unknown(request));
        return answer(request, bucket, changed);
    }

    private Answer delete(Request request) throws IOException {
        var bucket = access.enter(request, Permission.OBJECTS_DELETE).bucket();
        if (!bucket.delete(request.path("object"), Preconditions.of(request.query()))) {
            throw unknown(request);
        }
        return Response.empty(204);
    }

    private static Answer answer(Request request, Bucket bucket, StoredObject object) {
        return Response.ok(
                new StorageJson(request.baseUri()).object(bucket.info().name(), object));
    }

    private static ApiException unknown(Request request) {
        return ApiException.notFound("No such object: %s/%s".formatted(request.path("bucket"), request.path("object")));
    }
}
