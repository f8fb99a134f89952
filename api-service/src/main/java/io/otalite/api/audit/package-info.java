/**
 * The audit trail of a factory as it is given away: page by page, and whole, to be verified elsewhere.
 */
@NullMarked
package io.otalite.api.audit;

import org.jspecify.annotations.NullMarked;
