/** The links over REST. */
@NullMarked
package io.otalite.rotation.links.http;

import org.jspecify.annotations.NullMarked;
