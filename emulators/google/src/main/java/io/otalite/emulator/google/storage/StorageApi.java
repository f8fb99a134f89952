package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.http.Router;
import java.security.SecureRandom;

/** The JSON API of Cloud Storage over {@link Buckets}. */
public final class StorageApi {
    private final BucketApi bucketApi;
    private final ObjectApi objectApi;
    private final UploadApi uploadApi;

    /** @param largestObject in bytes; a larger content is refused with 413 */
    public StorageApi(
            Authenticator authenticator, Buckets buckets, String project, SecureRandom random, long largestObject) {
        var access = new BucketAccess(authenticator, buckets);
        this.bucketApi = new BucketApi(authenticator, buckets, project);
        this.objectApi = new ObjectApi(access);
        this.uploadApi = new UploadApi(access, new ResumableUploads(random), largestObject);
    }

    public void addTo(Router router) {
        bucketApi.addTo(router);
        objectApi.addTo(router);
        uploadApi.addTo(router);
    }
}
