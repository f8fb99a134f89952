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
 * Bounded by the number of Targets. Thread-safe.
 */
public final class CurrentTargets {
    private final int most;
    private final Map<Sha256, SortedMap<TargetName, Target>> known = new LinkedHashMap<>(16, 0.75f, true);
    private int held;

    /** @param most how many Targets are kept, over all factories */
    public CurrentTargets(int most) {
        this.most = most;
    }

    /** All Targets of a factory, as they are served now. */
    public SortedMap<TargetName, Target> of(PublicationStore.Locked locked, Current current) {
        var set = SetId.full(locked.factory().dialects().getFirst());
        var document = current.checksum(set.dialect());
        synchronized (known) {
            var targets = known.get(document);
            if (targets != null) {
                return targets;
            }
        }
        var read = Targets.parse(SignedMetadata.parse(set.dialect(), locked.served(set, RoleName.TARGETS)))
                .targets();
        put(document, read);
        return read;
    }

    /** Remembers what a document says. */
    void put(Sha256 document, SortedMap<TargetName, Target> targets) {
        synchronized (known) {
            if (targets.size() > most || known.put(document, targets) != null) {
                return;
            }
            held += targets.size();
            var oldest = known.entrySet().iterator();
            while (held > most) {
                held -= oldest.next().getValue().size();
                oldest.remove();
            }
        }
    }
}
