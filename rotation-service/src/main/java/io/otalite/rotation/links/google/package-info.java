/** Links, written where people look at Google's side. */
@NullMarked
package io.otalite.rotation.links.google;

import org.jspecify.annotations.NullMarked;
