/**
 * The key as a file of a mounted secret.
 *
 * <p>Kubernetes replaces a mounted secret by turning a symbolic link, which changes no time stamp that could be relied on; so
 * the content itself is compared.
 */
@NullMarked
package io.otalite.backup.credential.file;

import org.jspecify.annotations.NullMarked;
