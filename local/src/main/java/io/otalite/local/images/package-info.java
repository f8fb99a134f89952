/**
 * The container images of the product: what is in each, and in which layer ({@link io.otalite.local.images.Recipes}), so that a change
 * of one class is a push of one small layer. {@code jib} writes them, without an engine and, to a file, without a registry;
 * {@code cyclonedx} lists what is in them.
 */
@NullMarked
package io.otalite.local.images;

import org.jspecify.annotations.NullMarked;
