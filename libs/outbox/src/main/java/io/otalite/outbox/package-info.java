/**
 * A transactional outbox: messages leave for Kafka if, and only if, the state change that caused them is committed.
 *
 * <p>A service calls {@link io.otalite.outbox.Outbox#append} in the transaction of its state change. Kafka takes no part
 * in that: it may be away for days and publishing goes on. Meanwhile one {@link io.otalite.outbox.OutboxRelay} per
 * database, elected by an advisory lock, sends committed rows and deletes them.
 *
 * <p>What holds:
 *
 * <ul>
 *   <li>every committed row reaches its topic at least once; nothing else does;
 *   <li>messages with one key arrive in the order of their rows, also when the relay changes hands; a repetition
 *       begins again at a row that had arrived already, so a reader that ignores what is not newer sees each once;
 *   <li>a message that cannot be sent holds back its own key and no other.
 * </ul>
 *
 * <p>Rows are found by being there, not by a position that moves forward: identity values are given out before the commit
 * and become visible out of order, and a reader with a position would step over the late ones.
 */
@NullMarked
package io.otalite.outbox;

import org.jspecify.annotations.NullMarked;
