package io.otalite.emulator.google.storage;

import java.io.IOException;

/** What an upload is to become, settled before its bytes arrive. */
record UploadPlan(String name, ObjectAttributes attributes, ExpectedChecksums expected, Preconditions preconditions) {

    /** Judges the received bytes and makes them visible. */
    StoredObject commit(Bucket bucket, Incoming incoming) throws IOException {
        expected.verify(incoming.checksums());
        return bucket.commit(name, attributes, incoming, preconditions);
    }

    UploadPlan with(ExpectedChecksums more) {
        return new UploadPlan(name, attributes, more, preconditions);
    }
}
