package io.otalite.backup.archive.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.NewObject;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.PutOutcome;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.credential.LiveCredential;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** The bucket, through whichever client {@link LiveCredential} holds at the moment of the call. */
public final class GcsArchiveStore implements ArchiveStore {
    private final String bucket;
    private final LiveCredential<Storage> credential;

    public GcsArchiveStore(String bucket, LiveCredential<Storage> credential) {
        this.bucket = bucket;
        this.credential = credential;
    }

    @Override
    public PutOutcome put(NewObject object) {
        var content = object.content().toArray();
        var crc32c = crc32c(content);
        var info = BlobInfo.newBuilder(bucket, object.name().value())
                .setContentType(object.contentType())
                .setCrc32c(crc32c)
                .setMetadata(new TreeMap<>(object.metadata()))
                .build();
        // An upload is not sent again by the client when its token has just been refused, or the request was damaged on
        // its way: a second attempt tells these from a refused key and a refused object.
        try {
            return create(info, content);
        } catch (StorageException first) {
            return switch (GcsFailures.classify(first)) {
                case PRECONDITION -> compare(object, crc32c);
                case KEY, REQUEST -> createAgain(object, info, content);
                case ACCESS, NO_ANSWER -> throw unavailable(first);
            };
        }
    }

    private PutOutcome createAgain(NewObject object, BlobInfo info, byte[] content) {
        try {
            return create(info, content);
        } catch (StorageException second) {
            return switch (GcsFailures.classify(second)) {
                case PRECONDITION -> compare(object, info.getCrc32c());
                case REQUEST -> new PutOutcome.Rejected(GcsFailures.describe(second));
                case KEY, ACCESS, NO_ANSWER -> throw unavailable(second);
            };
        }
    }

    private PutOutcome create(BlobInfo info, byte[] content) {
        return new PutOutcome.Stored(
                stored(credential.client().create(info, content, BlobTargetOption.doesNotExist())));
    }

    /** 412 says only that something is there: the answer to an earlier attempt was lost, or it is a contradiction. */
    private PutOutcome compare(NewObject offered, String crc32c) {
        var existing = find(offered.name())
                .orElseThrow(() -> new UnavailableException(
                        HoldCause.STORE,
                        "The bucket says that %s exists and does not show it".formatted(offered.name())));
        var alike =
                existing.size() == offered.content().size() && existing.crc32c().equals(crc32c);
        return alike && holds(existing, offered.content().sha256())
                ? new PutOutcome.AlreadyStored(existing)
                : new PutOutcome.Conflict(existing);
    }

    /** The digest is noted beside the object, unless a tool that copied it dropped the note; then the bytes tell. */
    private boolean holds(StoredObject existing, Sha256 sha256) {
        return existing.sha256().filter(sha256::equals).isPresent()
                || read(existing.name())
                        .filter(content -> content.bytes().sha256().equals(sha256))
                        .isPresent();
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        return ask(client -> {
            var blob = client.get(BlobId.of(bucket, name.value()));
            if (blob == null) {
                requireBucket(client, name);
            }
            return Optional.ofNullable(blob).map(GcsArchiveStore::stored);
        });
    }

    /** The client says "no such object" for a missing bucket, too. A listing tells them apart: it fails for the bucket. */
    private void requireBucket(Storage client, ObjectName name) {
        var unused = client.list(bucket, BlobListOption.prefix(name.value()), BlobListOption.pageSize(1));
    }

    @Override
    public Optional<StoredContent> read(ObjectName name) {
        return find(name)
                .map(object -> new StoredContent(
                        object,
                        ask(client -> Bytes.copyOf(client.readAllBytes(
                                BlobId.of(bucket, name.value()),
                                BlobSourceOption.generationMatch(object.generation()))))));
    }

    @Override
    public List<StoredObject> list(String prefix, Optional<ObjectName> after, int limit) {
        return ask(client -> {
            var options = new ArrayList<>(List.of(BlobListOption.prefix(prefix), BlobListOption.pageSize(limit + 1L)));
            after.map(ObjectName::value).map(BlobListOption::startOffset).ifPresent(options::add);
            var found = new ArrayList<StoredObject>();
            for (var blob :
                    client.list(bucket, options.toArray(BlobListOption[]::new)).iterateAll()) {
                // The offset is inclusive.
                if (after.isEmpty() || blob.getName().compareTo(after.get().value()) > 0) {
                    found.add(stored(blob));
                }
                if (found.size() == limit) {
                    break;
                }
            }
            return List.copyOf(found);
        });
    }

    private <T> T ask(Function<Storage, T> question) {
        try {
            return question.apply(credential.client());
        } catch (StorageException failure) {
            throw unavailable(failure);
        }
    }

    private UnavailableException unavailable(StorageException failure) {
        var cause = switch (GcsFailures.classify(failure)) {
            case KEY -> HoldCause.CREDENTIAL;
            case ACCESS -> HoldCause.ACCESS;
            case PRECONDITION, REQUEST, NO_ANSWER -> HoldCause.STORE;
        };
        if (cause == HoldCause.CREDENTIAL) {
            credential.doubt();
        }
        return new UnavailableException(
                cause, "Bucket %s: %s".formatted(bucket, GcsFailures.describe(failure)), failure);
    }

    private static StoredObject stored(Blob blob) {
        var metadata = Optional.ofNullable(blob.getMetadata()).orElse(Map.of());
        var created = blob.getCreateTimeOffsetDateTime();
        return new StoredObject(
                new ObjectName(blob.getName()),
                blob.getGeneration(),
                blob.getSize(),
                blob.getCrc32c(),
                created == null ? Instant.EPOCH : created.toInstant(),
                new TreeMap<>(metadata));
    }

    private static String crc32c(byte[] content) {
        var checksum = new CRC32C();
        checksum.update(content);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checksum.getValue())
                        .array());
    }
}
