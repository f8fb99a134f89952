/**
 * The REST resources of factories and their Targets.
 */
@NullMarked
package io.otalite.api.publication.http;

import org.jspecify.annotations.NullMarked;
