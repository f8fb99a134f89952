/** What verifiers of tokens go by, in Secrets of the cluster. */
@NullMarked
package io.otalite.rotation.credentials.kubernetes;

import org.jspecify.annotations.NullMarked;
