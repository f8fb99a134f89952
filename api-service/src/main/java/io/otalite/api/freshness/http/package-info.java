/**
 * The REST resource that tells what expires when.
 */
@NullMarked
package io.otalite.api.freshness.http;

import org.jspecify.annotations.NullMarked;
