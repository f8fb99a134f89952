/** Findings as Events on the workload, where people look first. */
@NullMarked
package io.otalite.rotation.findings.kubernetes;

import org.jspecify.annotations.NullMarked;
