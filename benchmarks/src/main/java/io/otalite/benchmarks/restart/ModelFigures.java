package io.otalite.benchmarks.restart;

import io.otalite.benchmarks.load.Latency;

/**
 * What a model of a simple restarter has shown; not the measurement of any product.
 *
 * @param begun from the event to the first patched template
 * @param objectsRead for one event
 * @param requests for one event, with all consumers patched, computed
 * @param leastSecondsToLast until the last is patched, computed from the client's limit alone
 */
public record ModelFigures(int consumers, Latency begun, int objectsRead, int requests, double leastSecondsToLast) {}
