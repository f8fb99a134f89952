/**
 * The service that knows what holds what: which workload needs which secret, which key is in it, and whose key that is; and that
 * says of every workload whether it would start now. {@link io.otalite.rotation.Wiring} builds it.
 */
@NullMarked
package io.otalite.rotation;

import org.jspecify.annotations.NullMarked;
