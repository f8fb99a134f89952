/** Long work in small steps, each recorded in the database before the next: any instance takes the next one that is due. */
@NullMarked
package io.otalite.rotation.steps;

import org.jspecify.annotations.NullMarked;
