/**
 * The audit trail of a factory: who changed what, as a chain in which each entry has the hash of the one before, so that
 * none can be changed, removed, added or moved without every later one being made anew.
 *
 * <p>An {@link io.otalite.audit.AuditFact} is what somebody did; {@link io.otalite.audit.AuditChain#append} makes it the next
 * {@link io.otalite.audit.AuditEntry} of a chain. An entry is written as one line of JSON. {@link io.otalite.audit.AuditChain#verify}
 * reads lines and says what it found as an {@link io.otalite.audit.AuditVerdict}; it needs nothing but the lines.
 *
 * <p>A chain proves that its entries belong together, not that they are the only ones there ever were: whoever can write all
 * of them can write all of them anew. What shows that is an {@link io.otalite.audit.AuditHead} that was noted somewhere else.
 */
@NullMarked
package io.otalite.audit;

import org.jspecify.annotations.NullMarked;
