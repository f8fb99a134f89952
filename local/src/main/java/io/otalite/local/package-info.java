/**
 * The command line of the project: what the script {@code ./ota} runs once it has found a JDK and built what was out of
 * date. {@link io.otalite.local.Ota} lists the commands; each is a class of {@code command}. They stand on
 * {@code system} (the whole product on this machine), which stands on {@code process} (processes kept alive),
 * {@code postgres} and {@code kafka}; {@code demo} is the guided tour, {@code images} makes container
 * images, {@code report} sums up test results.
 */
@NullMarked
package io.otalite.local;

import org.jspecify.annotations.NullMarked;
