/** The state of the service over REST, for people and scripts that have a token. */
@NullMarked
package io.otalite.backup.health.http;

import org.jspecify.annotations.NullMarked;
