package io.otalite.process;

import java.util.Optional;

/**
 * How to see from outside whether a process is well.
 *
 * @param startup until it passes once, readiness is not asked; a process that fails it for good is killed and started
 *     again. None: the process counts as started at once
 * @param readiness asked all the time after that; it never kills. None: ready as soon as started
 */
public record Probes(Optional<Probe> startup, Optional<Probe> readiness) {

    public static Probes none() {
        return new Probes(Optional.empty(), Optional.empty());
    }

    public static Probes of(Probe startup, Probe readiness) {
        return new Probes(Optional.of(startup), Optional.of(readiness));
    }
}
