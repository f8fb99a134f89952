package io.otalite.audit;

import io.otalite.events.FactoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The two things that are done with a chain. */
public final class AuditChain {
    private AuditChain() {}

    /**
     * The next entry of a chain.
     *
     * @param head its newest entry; {@link AuditHead#NONE} when there is none
     */
    public static AuditEntry append(AuditHead head, FactoryName factory, AuditFact fact) {
        return AuditEntry.after(head, factory, fact);
    }

    /**
     * Judges a trail, one entry a line and each line ended by a line feed. It is read once, in bounded memory, and not closed.
     *
     * @param noted an entry that the chain must have, because it had it when somebody noted it
     * @throws IOException when the lines cannot be read
     */
    public static AuditVerdict verify(InputStream lines, Optional<AuditHead> noted) throws IOException {
        return new ChainJudge(new LineReader(lines), noted).judge();
    }
}
