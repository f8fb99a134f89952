/**
 * The REST resources of root updates.
 */
@NullMarked
package io.otalite.api.roots.http;

import org.jspecify.annotations.NullMarked;
