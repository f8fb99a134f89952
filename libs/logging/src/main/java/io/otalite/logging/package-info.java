/**
 * What a service writes into its log, as one JSON object a line, for those who search the lines of many services at once.
 *
 * <p>{@link io.otalite.logging.FactLoggers} binds SLF4J to the log manager of Quarkus in place of the usual binding, which melts the
 * key-value facts of a line into its text before any formatter sees them. {@link io.otalite.logging.JsonConsole} chooses
 * {@link io.otalite.logging.JsonLines} for the console where {@code quarkus.log.console.filter=json} asks for it; without, the console
 * reads as ever.
 */
@NullMarked
package io.otalite.logging;

import org.jspecify.annotations.NullMarked;
