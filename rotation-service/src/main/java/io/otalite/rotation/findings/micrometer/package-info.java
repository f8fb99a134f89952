/** Findings and judgements as metrics. */
@NullMarked
package io.otalite.rotation.findings.micrometer;

import org.jspecify.annotations.NullMarked;
