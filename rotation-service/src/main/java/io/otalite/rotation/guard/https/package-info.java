/** The guard as an HTTPS server of its own, for the API server alone. */
@NullMarked
package io.otalite.rotation.guard.https;

import org.jspecify.annotations.NullMarked;
