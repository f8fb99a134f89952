package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Buckets over HTTP: create, get, delete, and which permissions the caller holds. */
final class BucketApi {
    private static final String BUCKETS = "/storage/v1/b";
    private static final String BUCKET = BUCKETS + "/{bucket}";

    /** Fields a new bucket may have; place and class of storage make no difference here. */
    private static final Set<String> OFFERED = Set.of("kind", "name", "location", "storageClass");

    private final Authenticator authenticator;
    private final Buckets buckets;
    private final BucketAccess access;
    private final String project;

    BucketApi(Authenticator authenticator, Buckets buckets, String project) {
        this.authenticator = authenticator;
        this.buckets = buckets;
        this.access = new BucketAccess(authenticator, buckets);
        this.project = project;
    }

    void addTo(Router router) {
        router.route("POST", BUCKETS, this::create)
                .route("GET", BUCKET, this::get)
                .route("DELETE", BUCKET, this::delete)
                .route("GET", BUCKET + "/iam/testPermissions", this::testPermissions);
    }

    private Answer create(Request request) throws IOException {
        var caller = authenticator.authenticate(request);
        caller.require(Permission.BUCKETS_CREATE);
        if (!request.query().required("project").equals(project)) {
            throw ApiException.forbidden("This emulator serves project %s only.".formatted(project));
        }
        var resource = request.json();
        resource.properties().forEach(field -> requireOffered(field.getKey(), field.getValue()));
        var bucket = buckets.create(resource.path("name").asText(""), Set.of(caller.account()));
        return Response.ok(new StorageJson(request.baseUri()).bucket(bucket.info()));
    }

    private static void requireOffered(String field, JsonNode value) {
        if (!OFFERED.contains(field) && !StorageJson.asksForNothing(value)) {
            throw ApiException.invalid("Field %s of a bucket is not offered by this emulator.".formatted(field));
        }
    }

    private Answer get(Request request) {
        var bucket = access.enter(request, Permission.BUCKETS_GET).bucket();
        return Response.ok(new StorageJson(request.baseUri()).bucket(bucket.info()));
    }

    private Answer delete(Request request) throws IOException {
        access.enter(request, Permission.BUCKETS_DELETE);
        buckets.delete(request.path("bucket"));
        return Response.empty(204);
    }

    /** A caller without any permission gets an empty answer, not a refusal. */
    private Answer testPermissions(Request request) {
        var caller = authenticator.authenticate(request);
        var members = buckets.get(request.path("bucket")).info().members();
        var body = Json.object().put("kind", "storage#testIamPermissionsResponse");
        request.query().all("permissions").stream()
                .filter(id -> known(id)
                        .filter(permission -> caller.holds(permission, members))
                        .isPresent())
                .forEach(id -> body.withArray("permissions").add(id));
        return Response.ok(body);
    }

    private static Optional<Permission> known(String id) {
        return Arrays.stream(Permission.values())
                .filter(permission -> permission.id().equals(id))
                .findFirst();
    }
}
