package io.otalite.backup.quarantine;

import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.NewObject;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.PutOutcome;
import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets records aside and finds them again. */
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_HEADERS = 4000;
    private static final int DIGEST_IN_NAME = 16;

    private final ArchiveStore store;

    public Quarantine(ArchiveStore store) {
        this.store = store;
    }

    /**
     * Returns when the record and its reason are durable. Doing it again changes nothing.
     *
     * @throws UnavailableException when the store cannot answer now, or does not take the record
     */
    public StoredObject setAside(ReceivedRecord record, Refusal refusal) {
        var name = ArchiveLayout.quarantined(record.position());
        var stored = put(name, record, refusal)
                // The position was used before, by a topic that was deleted and made anew. Both records are kept.
                .or(() -> put(besides(name, record), record, refusal))
                .orElseThrow(() -> new IllegalStateException("Two records with one digest at " + name));
        LOG.atError()
                .addKeyValue("record", record.position())
                .addKeyValue("reason", refusal.reason().code())
                .addKeyValue("detail", refusal.message())
                .addKeyValue("object", stored.name())
                .log("Record quarantined");
        return stored;
    }

    /** Records in the order of topic, partition and offset. */
    public List<QuarantinedRecord> list(Optional<String> afterPath, int limit) {
        return store.list(ArchiveLayout.QUARANTINE, afterPath.map(Quarantine::name), limit).stream()
                .map(QuarantinedRecord::of)
                .toList();
    }

    /** One record; empty when nothing was set aside at this path. */
    public Optional<QuarantinedRecord> find(String path) {
        return store.find(name(path)).map(QuarantinedRecord::of);
    }

    /** The bytes of one record. */
    public Optional<StoredContent> content(String path) {
        return store.read(name(path));
    }

    /** Empty when another record stands there. */
    private Optional<StoredObject> put(ObjectName name, ReceivedRecord record, Refusal refusal) {
        var object =
                new NewObject(name, record.message().value(), "application/octet-stream", metadata(record, refusal));
        return switch (store.put(object)) {
            case PutOutcome.Stored(var stored) -> Optional.of(stored);
            case PutOutcome.AlreadyStored(var stored) -> Optional.of(stored);
            case PutOutcome.Conflict _ -> Optional.empty();
            case PutOutcome.Rejected(var why) ->
                throw new UnavailableException(
                        HoldCause.STORE, "The store does not even take %s into quarantine: %s".formatted(name, why));
        };
    }

    private static SortedMap<String, String> metadata(ReceivedRecord record, Refusal refusal) {
        var metadata = new TreeMap<String, String>();
        metadata.put(StoredObject.SHA256, record.message().value().sha256().hex());
        metadata.put(QuarantinedRecord.REASON, refusal.reason().code());
        metadata.put(QuarantinedRecord.MESSAGE, printable(refusal.message()));
        metadata.put(QuarantinedRecord.WRITTEN, record.written().toString());
        metadata.put(QuarantinedRecord.KEY, printable(record.message().key()));
        Optional.ofNullable(record.message().headers().get("ce_subject"))
                .ifPresent(subject -> metadata.put(QuarantinedRecord.SUBJECT, printable(subject)));
        var headers = Headers.json(record.message().headers());
        if (headers.length() <= LONGEST_HEADERS) {
            metadata.put(QuarantinedRecord.HEADERS, headers);
        }
        return metadata;
    }

    private static String printable(String text) {
        var ascii = text.replaceAll("[^ -~]", "?");
        return ascii.length() <= LONGEST_TEXT ? ascii : ascii.substring(0, LONGEST_TEXT) + "...";
    }

    private static ObjectName name(String path) {
        return new ObjectName(ArchiveLayout.QUARANTINE + path);
    }

    private static ObjectName besides(ObjectName name, ReceivedRecord record) {
        return new ObjectName(
                name.value() + "." + record.message().value().sha256().hex().substring(0, DIGEST_IN_NAME));
    }
}
