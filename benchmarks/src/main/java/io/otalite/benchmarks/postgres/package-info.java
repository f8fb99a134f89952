/** The rotation-service's database, for measurements that put its classes together themselves. */
@NullMarked
package io.otalite.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
