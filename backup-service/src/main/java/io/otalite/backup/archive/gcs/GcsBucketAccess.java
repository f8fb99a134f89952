package io.otalite.backup.archive.gcs;

import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.otalite.backup.credential.BucketAccess;
import java.util.ArrayList;
import java.util.List;

/** Asks the bucket for exactly the permissions the archive uses; deleting is not among them. */
public final class GcsBucketAccess implements BucketAccess<Storage> {
    private static final List<String> NEEDED =
            List.of("storage.objects.create", "storage.objects.get", "storage.objects.list");

    private final String bucket;

    public GcsBucketAccess(String bucket) {
        this.bucket = bucket;
    }

    @Override
    public Answer ask(Storage client) {
        try {
            var granted = client.testIamPermissions(bucket, NEEDED);
            var lacking = new ArrayList<String>();
            for (var i = 0; i < NEEDED.size(); i++) {
                if (!granted.get(i)) {
                    lacking.add(NEEDED.get(i));
                }
            }
            return lacking.isEmpty()
                    ? new Answer.Granted()
                    : new Answer.Denied("The account lacks %s on bucket %s".formatted(lacking, bucket));
        } catch (StorageException failure) {
            return answer(failure);
        }
    }

    private Answer answer(StorageException failure) {
        var why = "Bucket %s: %s".formatted(bucket, GcsFailures.describe(failure));
        return switch (GcsFailures.classify(failure)) {
            case KEY -> new Answer.Refused(why);
            case ACCESS, REQUEST -> new Answer.Denied(why);
            case PRECONDITION, NO_ANSWER -> new Answer.Unknown(why);
        };
    }
}
