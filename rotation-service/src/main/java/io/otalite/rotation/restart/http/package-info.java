/** Restarts over REST. */
@NullMarked
package io.otalite.rotation.restart.http;

import org.jspecify.annotations.NullMarked;
