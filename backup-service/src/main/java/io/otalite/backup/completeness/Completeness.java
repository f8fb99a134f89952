package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveCatalogue;
import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.backup.quarantine.QuarantinedRecord;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines a factory's Targets, dialect by dialect: from listings alone, or by reading every byte. */
public final class Completeness {
    /** Each list of findings is cut here: beyond it the number is no news. */
    public static final int MOST_FINDINGS = 100;

    private static final int PAGE = 1000;

    private final ArchiveStore store;
    private final ArchiveCatalogue catalogue;
    private final Quarantine quarantine;

    public Completeness(ArchiveStore store, ArchiveCatalogue catalogue, Quarantine quarantine) {
        this.store = store;
        this.catalogue = catalogue;
        this.quarantine = quarantine;
    }

    /**
     * Examines every dialect that the factory has, so that nobody has to know which ones these are.
     *
     * @param deep read and hash every object, which takes a request for each
     * @throws io.otalite.backup.hold.UnavailableException when the store does not answer: then nothing is known
     */
    public FactoryReport examine(FactoryName factory, boolean deep) {
        return examine(factory, catalogue.dialects(factory), deep);
    }

    /** {@link #examine(FactoryName, boolean)} of one dialect; of none when the factory does not have it. */
    public FactoryReport examine(FactoryName factory, Dialect dialect, boolean deep) {
        return examine(factory, catalogue.knows(factory, dialect) ? List.of(dialect) : List.of(), deep);
    }

    private FactoryReport examine(FactoryName factory, List<Dialect> dialects, boolean deep) {
        var reports =
                dialects.stream().map(dialect -> report(factory, dialect, deep)).toList();
        return new FactoryReport(factory, reports, deep);
    }

    private CompletenessReport report(FactoryName factory, Dialect dialect, boolean deep) {
        var walk = new ChainWalk();
        var folder = ArchiveLayout.targets(factory, dialect);
        Optional<ObjectName> after = Optional.empty();
        List<StoredObject> page;
        do {
            page = store.list(folder, after, PAGE);
            for (var object : page) {
                walk.step(object, !deep || intact(object));
            }
            after = page.isEmpty() ? after : Optional.of(page.getLast().name());
        } while (page.size() == PAGE);
        return new CompletenessReport(
                dialect,
                walk.versions(),
                walk.newest(),
                walk.gaps(),
                walk.brokenLinks(),
                conflicts(factory, dialect),
                walk.damaged());
    }

    private boolean intact(StoredObject object) {
        return store.read(object.name()).map(StoredContent::intact).orElse(false);
    }

    private List<String> conflicts(FactoryName factory, Dialect dialect) {
        var subject = "%s/%s/".formatted(factory, dialect.id());
        var found = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        List<QuarantinedRecord> page;
        do {
            page = quarantine.list(after, PAGE);
            page.stream()
                    .filter(record -> record.reason().equals(Refusal.Reason.CONFLICT.code()))
                    .filter(record -> record.subject().orElse("").startsWith(subject))
                    .map(QuarantinedRecord::path)
                    .limit(MOST_FINDINGS - found.size())
                    .forEach(found::add);
            after = page.isEmpty() ? after : Optional.of(page.getLast().path());
        } while (page.size() == PAGE && found.size() < MOST_FINDINGS);
        return found;
    }
}
