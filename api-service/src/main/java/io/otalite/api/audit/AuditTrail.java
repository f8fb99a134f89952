package io.otalite.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.api.publication.PublicationStore;
import io.otalite.audit.AuditEntry;
import io.otalite.events.FactoryName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads the audit trails of factories. */
public final class AuditTrail {
    /** Of some hundred bytes each. */
    private static final int BATCH = 500;

    private final PublicationStore store;

    public AuditTrail(PublicationStore store) {
        this.store = store;
    }

    /**
     * At most {@code limit} entries, in the order of their numbers.
     *
     * @param after the number of the entry before the first of them; 0 for the beginning
     * @throws io.otalite.audit.MalformedEntryException when somebody has written something else into the database
     */
    public List<AuditEntry> entries(FactoryName factory, long after, int limit) {
        return store.auditTrail(factory, after, limit).stream()
                .map(line -> AuditEntry.parse(line.line().getBytes(UTF_8)))
                .toList();
    }

    /**
     * Writes the whole trail, one entry a line, exactly as they are stored. Entries are read in batches, each by itself, so
     * that neither memory nor a connection is held for long; as entries only ever come after others, what is written is
     * still one chain.
     */
    public void export(FactoryName factory, OutputStream out) throws IOException {
        var after = 0L;
        var lines = store.auditTrail(factory, after, BATCH);
        while (!lines.isEmpty()) {
            for (var line : lines) {
                out.write((line.line() + '\n').getBytes(UTF_8));
            }
            after = lines.getLast().seq();
            lines = lines.size() < BATCH ? List.of() : store.auditTrail(factory, after, BATCH);
        }
    }
}
