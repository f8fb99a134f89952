/** Who a caller is, and what it may do: bearer tokens, tokens of service accounts, roles and their bindings. */
@NullMarked
package io.otalite.emulator.cluster.access;

import org.jspecify.annotations.NullMarked;
