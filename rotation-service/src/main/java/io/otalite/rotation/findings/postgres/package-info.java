/** Findings and their outbox in one Postgres database, and the way into it. */
@NullMarked
package io.otalite.rotation.findings.postgres;

import org.jspecify.annotations.NullMarked;
