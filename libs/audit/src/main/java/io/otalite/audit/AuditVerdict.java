package io.otalite.audit;

import io.otalite.events.FactoryName;
import java.time.Instant;

/** What the lines of an audit trail prove. */
public sealed interface AuditVerdict {
    /**
     * The entries are one unbroken chain from the first on, and have the head that was asked for.
     *
     * @param first when the first entry was recorded
     * @param last when the last one was
     * @param head to be noted down where nobody who can write the trail can write
     */
    record Intact(FactoryName factory, long entries, Instant first, Instant last, AuditHead head)
            implements AuditVerdict {}

    /**
     * They are not. What comes after this place was not judged.
     *
     * @param line where, from 1
     * @param seq the number of the entry that should be there
     */
    record Broken(long line, long seq, Fault fault, String expected, String found) implements AuditVerdict {}

    /** There are no entries, which is no proof of anything. */
    record Empty() implements AuditVerdict {}

    /** In which way a chain is broken. */
    enum Fault {
        UNREADABLE("the line is no entry, or was changed so that it is none any more"),
        CUT_OFF("the last line is not whole"),
        CHANGED("the entry was changed after it was recorded"),
        OTHER_FACTORY("the entry is of another factory"),
        MISSING("an entry is missing"),
        OUT_OF_ORDER("entries stand in another order"),
        REPEATED("a number comes a second time"),
        NOT_LINKED("this entry follows another one than that before it: one of them was replaced"),
        OTHER_HEAD("the entry that was noted is not there any more: the trail was written anew"),
        HEAD_MISSING("the trail ends before the entry that was noted: its end was removed");

        private final String description;

        Fault(String description) {
            this.description = description;
        }

        /** For a person. */
        public String description() {
            return description;
        }
    }
}
