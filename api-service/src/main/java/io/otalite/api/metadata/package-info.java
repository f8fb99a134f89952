/**
 * Names and life time of the served metadata files.
 */
@NullMarked
package io.otalite.api.metadata;

import org.jspecify.annotations.NullMarked;
