/**
 * Service-account keys of Google, and the client made of one.
 *
 * <p>The client is put together by hand because several of the library's defaults are wrong here: without explicit credentials
 * it goes on anonymously, it sends its assertion to any address the key file names, it retries inside for most of a minute,
 * and its token request waits twenty seconds.
 */
@NullMarked
package io.otalite.backup.credential.google;

import org.jspecify.annotations.NullMarked;
