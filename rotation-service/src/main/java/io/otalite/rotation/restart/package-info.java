/**
 * After a credential has changed, by whosever hand: restarts what uses it, one after the other, and watches over a whole window that it
 * stays healthy on the new one. {@link io.otalite.rotation.restart.Restarts} is what other features see of it.
 */
@NullMarked
package io.otalite.rotation.restart;

import org.jspecify.annotations.NullMarked;
