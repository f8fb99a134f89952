/**
 * The REST resource of the audit trail.
 */
@NullMarked
package io.otalite.api.audit.http;

import org.jspecify.annotations.NullMarked;
