package io.otalite.api.publication.postgres;

import io.otalite.api.publication.AuditLine;
import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditFact;
import io.otalite.audit.AuditHead;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Sha256;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code audit_entry}. */
final class AuditRows {
    private AuditRows() {}

    /** Whoever appends has the lock of the factory's row. */
    static void append(Handle handle, long factory, FactoryName name, AuditFact fact) {
        var entry = AuditChain.append(head(handle, factory), name, fact);
        handle.createUpdate("""
                        insert into audit_entry (factory_id, seq, at, actor, action, previous, hash, line)
                        values (:factory, :seq, :at, :actor, :action, :previous, :hash, :line)""")
                .bind("factory", factory)
                .bind("seq", entry.seq())
                .bind("at", fact.at())
                .bind("actor", fact.actor())
                .bind("action", fact.action().id())
                .bind("previous", entry.previous().hex())
                .bind("hash", entry.hash().hex())
                .bind("line", entry.line())
                .execute();
    }

    static List<AuditLine> lines(Handle handle, FactoryName factory, long after, int limit) {
        return handle.createQuery("""
                        select seq, line from audit_entry a join factory f on f.id = a.factory_id
                        where f.name = :name and seq > :after order by seq limit :limit""")
                .bind("name", factory.value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> new AuditLine(row.getLong("seq"), row.getString("line")))
                .list();
    }

    private static AuditHead head(Handle handle, long factory) {
        return handle.createQuery(
                        "select seq, hash from audit_entry where factory_id = :factory order by seq desc limit 1")
                .bind("factory", factory)
                .map((row, _) -> new AuditHead(row.getLong("seq"), new Sha256(row.getString("hash"))))
                .findOne()
                .orElse(AuditHead.NONE);
    }
}
