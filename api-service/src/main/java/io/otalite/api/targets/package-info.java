/**
 * What users do to the Targets of a factory: replace, add, merge and remove, with the semantics that fioctl relies on.
 */
@NullMarked
package io.otalite.api.targets;

import org.jspecify.annotations.NullMarked;
