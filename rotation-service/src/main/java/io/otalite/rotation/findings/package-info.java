/**
 * Tells what is wrong, once, and when it is mended. {@link io.otalite.rotation.findings.TellFindings} keeps a database equal to the
 * judgements; the same transaction that writes what is open leaves the event for Kafka. Only one replica tells at a time, and a
 * successor goes on from what the database holds.
 */
@NullMarked
package io.otalite.rotation.findings;

import org.jspecify.annotations.NullMarked;
