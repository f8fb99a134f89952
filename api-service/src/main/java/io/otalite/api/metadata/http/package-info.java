/**
 * The signed documents as devices and other TUF clients fetch them.
 */
@NullMarked
package io.otalite.api.metadata.http;

import org.jspecify.annotations.NullMarked;
