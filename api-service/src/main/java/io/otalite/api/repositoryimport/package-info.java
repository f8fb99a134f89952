/**
 * Takes over a repository that somebody else has served until now, so that its devices go on without noticing.
 */
@NullMarked
package io.otalite.api.repositoryimport;

import org.jspecify.annotations.NullMarked;
