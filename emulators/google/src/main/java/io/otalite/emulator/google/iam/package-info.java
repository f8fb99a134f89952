/**
 * Service accounts and their keys, and the part of the IAM API that lists, disables, enables and deletes them.
 *
 * <p>Only public halves of keys are kept. A private half exists in the key file it was written to and nowhere else.
 */
@NullMarked
package io.otalite.emulator.google.iam;

import org.jspecify.annotations.NullMarked;
