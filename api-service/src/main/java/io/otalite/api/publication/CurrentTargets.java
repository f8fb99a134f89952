package io.otalite.api.publication;

import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import io.otalite.tuf.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The Targets that were published last, as they were understood then: whoever publishes the next version of a large
 * document need not read it again. Known by the digest of the document, so that nothing else is ever taken for them.
 * Bounded by the size of the documents. Thread-safe.
 */
public final class CurrentTargets {
    private final long mostBytes;
    private final Map<Sha256, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    /** @param mostBytes of documents whose Targets are kept, over all factories; in memory they take about ten times as much */
    public CurrentTargets(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** All Targets of a factory, as they are served now. */
    public SortedMap<TargetName, Target> of(PublicationStore.Locked locked, Current current) {
        var set = SetId.full(locked.factory().dialects().getFirst());
        var document = current.checksum(set.dialect());
        synchronized (known) {
            var remembered = known.get(document);
            if (remembered != null) {
                return remembered.targets();
            }
        }
        var bytes = locked.served(set, RoleName.TARGETS);
        var read = Targets.parse(SignedMetadata.parse(set.dialect(), bytes)).targets();
        put(document, bytes.size(), read);
        return read;
    }

    /** Remembers what a document of that many bytes says. */
    void put(Sha256 document, int bytes, SortedMap<TargetName, Target> targets) {
        synchronized (known) {
            if (bytes > mostBytes || known.put(document, new Known(targets, bytes)) != null) {
                return;
            }
            heldBytes += bytes;
            var oldest = known.values().iterator();
            while (heldBytes > mostBytes) {
                heldBytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
    }

    private record Known(SortedMap<TargetName, Target> targets, int bytes) {}
}
