package io.otalite.benchmarks.restart;

import io.otalite.benchmarks.load.Latency;

/**
 * What the events about one Secret have shown.
 *
 * @param consumers how many workloads use it
 * @param recorded from the event to the work for all of them on record
 * @param begun from the event to the first template that has its stamp, as the API server answers
 * @param restarts how many workloads were restarted in these rounds
 * @param requests what was asked of the API server for that
 */
public record RestartFigures(int consumers, Latency recorded, Latency begun, long restarts, long requests) {
    public double requestsPerRestart() {
        return (double) requests / restarts;
    }
}
