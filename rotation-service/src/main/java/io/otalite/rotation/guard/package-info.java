/**
 * Refuses to let go what is in use, and warns of what could not start, at the moment when somebody asks for it: an admission webhook.
 * It must never be what holds a cluster up, so whatever it cannot tell in time it allows, and says so.
 */
@NullMarked
package io.otalite.rotation.guard;

import org.jspecify.annotations.NullMarked;
