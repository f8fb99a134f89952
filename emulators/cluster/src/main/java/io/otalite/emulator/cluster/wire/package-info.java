/**
 * JSON and YAML as they come from clients, who may be anybody: one document, of bounded depth, without aliases. What a
 * body says twice is no error here; {@link io.otalite.emulator.cluster.admission.FieldValidation} judges that.
 */
@NullMarked
package io.otalite.emulator.cluster.wire;

import org.jspecify.annotations.NullMarked;
