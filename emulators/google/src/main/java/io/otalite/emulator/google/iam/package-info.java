/**
 * Service accounts and their keys, and the part of the IAM API that makes, lists, disables, enables and deletes them.
 *
 * <p>Only public halves of keys are kept. A private half exists in the key file it was written to, or in the one answer it
 * was given away with, and nowhere else.
 */
@NullMarked
package io.otalite.emulator.google.iam;

import org.jspecify.annotations.NullMarked;
