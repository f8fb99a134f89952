/**
 * Online keys in Postgres: each private key encrypted under the data key of its factory, each data key wrapped.
 */
@NullMarked
package io.otalite.api.signing.postgres;

import org.jspecify.annotations.NullMarked;
