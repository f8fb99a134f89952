/**
 * Credentials that somebody issues, and what can be done with them there: making, proving, watching, disabling, deleting. {@link
 * io.otalite.rotation.credentials.CredentialIssuer} is the port; each technology below is one kind of credential.
 */
@NullMarked
package io.otalite.rotation.credentials;

import org.jspecify.annotations.NullMarked;
