/**
 * Processes of this machine, kept alive. A {@link io.otalite.process.ProcessSpec} says what shall run and how to
 * tell that it is well; a {@link io.otalite.process.ProcessRuntime} makes it so: starts it, asks its probes, starts
 * it again after a growing pause when it ends, and stops it together with everything it started. The words are those of
 * a Kubernetes container (startup and readiness probe, grace period, back-off), because the same interface is meant to
 * run containers that are described by manifests. Nothing in this package knows what the processes are for.
 *
 * <p>{@link io.otalite.process.LocalProcesses} is the implementation. Every process it starts carries a
 * {@link io.otalite.process.ProcessMark} in its environment, by which a later runtime finds what an earlier one,
 * killed without warning, left running: those processes, and no others.
 */
@NullMarked
package io.otalite.process;

import org.jspecify.annotations.NullMarked;
