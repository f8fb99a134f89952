/**
 * A strict reader of the ATS dialect, as devices with libaktualizr have it: root chain, timestamp, snapshot, Targets.
 *
 * <p>It is written from the description of the dialect alone and shares no code with the product: JSON, canonical form, key
 * ids and signature checks are its own, on the JDK and a JSON tokenizer. What both get wrong in the same way, neither finds.
 */
@NullMarked
package io.otalite.system.judge.ats;

import org.jspecify.annotations.NullMarked;
