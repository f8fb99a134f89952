/**
 * What {@code kubectl get} prints: a table of strings that the server makes, so that every client shows the same.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">Resources as
 *     tables</a>
 */
@NullMarked
package io.otalite.emulator.cluster.tables;

import org.jspecify.annotations.NullMarked;
