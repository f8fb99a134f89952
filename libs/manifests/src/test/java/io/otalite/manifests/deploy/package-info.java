/** What holds for the manifests in {@code deploy/kubernetes}. */
@NullMarked
package io.otalite.manifests.deploy;

import org.jspecify.annotations.NullMarked;
