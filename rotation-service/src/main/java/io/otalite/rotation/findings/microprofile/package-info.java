/** Whether the database lets the service in, in the health of the service. */
@NullMarked
package io.otalite.rotation.findings.microprofile;

import org.jspecify.annotations.NullMarked;
