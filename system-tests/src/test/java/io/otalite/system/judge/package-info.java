/**
 * TUF clients that others have written, as judges of a repository: what all of them accept is right in a way that no test of
 * one's own can show. Some need a language that is not on every machine; such a judge is absent there, and says why.
 */
@NullMarked
package io.otalite.system.judge;

import org.jspecify.annotations.NullMarked;
