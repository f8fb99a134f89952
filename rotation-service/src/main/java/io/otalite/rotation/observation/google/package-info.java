/**
 * Google IAM as a source of what is observed: which service accounts there are and which keys they have, asked for now and then, for
 * Google tells nobody of changes.
 */
@NullMarked
package io.otalite.rotation.observation.google;

import org.jspecify.annotations.NullMarked;
