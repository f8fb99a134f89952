/** What the registries answered, brought into the judgement. */
@NullMarked
package io.otalite.rotation.judgement.registry;

import org.jspecify.annotations.NullMarked;
