/** The proof of completeness over REST. */
@NullMarked
package io.otalite.backup.completeness.http;

import org.jspecify.annotations.NullMarked;
