package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Caller;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way from a request to a bucket: who calls (401), does the bucket exist (404), is it allowed (403). */
record BucketAccess(Authenticator authenticator, Buckets buckets) {
    private static final Logger LOG = LoggerFactory.getLogger(BucketAccess.class);

    Entry enter(Request request, Permission permission) {
        var caller = authenticator.authenticate(request);
        var bucket = buckets.get(request.path("bucket"));
        caller.require(permission, bucket.info().members());
        LOG.atDebug()
                .addKeyValue("permission", permission.id())
                .addKeyValue("bucket", bucket.info().name())
                .addKeyValue("account", caller.account())
                .addKeyValue("signedBy", caller.keyId())
                .log("Storage call allowed");
        return new Entry(caller, bucket);
    }

    /** A caller inside a bucket. */
    record Entry(Caller caller, Bucket bucket) {}
}
