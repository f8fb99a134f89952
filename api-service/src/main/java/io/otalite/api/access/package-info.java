/**
 * Who may do what: one rule that every path asks.
 */
@NullMarked
package io.otalite.api.access;

import org.jspecify.annotations.NullMarked;
