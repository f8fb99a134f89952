/**
 * From a record to a decision.
 *
 * <p>Every record ends in one of four ways: archived, already archived, quarantined, or skipped because its type is unknown
 * here. Only then may its offset be committed ({@link io.otalite.backup.intake.Intake}). Everything in between can be
 * repeated, since a crash at any point means that the record comes again.
 */
@NullMarked
package io.otalite.backup.intake;

import org.jspecify.annotations.NullMarked;
