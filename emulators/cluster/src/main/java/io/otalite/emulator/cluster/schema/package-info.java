/**
 * What fields an object of a kind has and of which type, as the model classes of the Kubernetes client declare them. The
 * rules that hang on types (merge keys, unknown fields, what vanishes when empty) ask here.
 */
@NullMarked
package io.otalite.emulator.cluster.schema;

import org.jspecify.annotations.NullMarked;
