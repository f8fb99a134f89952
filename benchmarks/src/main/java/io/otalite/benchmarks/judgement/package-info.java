/** How fast the rotation-service judges a large cluster, without the network: its own classes, fed with objects as they arrive. */
@NullMarked
package io.otalite.benchmarks.judgement;

import org.jspecify.annotations.NullMarked;
