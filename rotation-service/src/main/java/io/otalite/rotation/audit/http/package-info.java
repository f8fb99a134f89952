/** The audit over REST. */
@NullMarked
package io.otalite.rotation.audit.http;

import org.jspecify.annotations.NullMarked;
