/** The probes, served by SmallRye Health on the management port. */
@NullMarked
package io.otalite.api.health.smallrye;

import org.jspecify.annotations.NullMarked;
