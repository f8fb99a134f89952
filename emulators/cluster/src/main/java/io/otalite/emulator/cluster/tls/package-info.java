/** The emulator's own certificate authority: kubectl sends no token over plain http, so the API is served with TLS. */
@NullMarked
package io.otalite.emulator.cluster.tls;

import org.jspecify.annotations.NullMarked;
