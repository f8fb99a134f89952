/** What is in an image, as a CycloneDX document. */
@NullMarked
package io.otalite.local.images.cyclonedx;

import org.jspecify.annotations.NullMarked;
