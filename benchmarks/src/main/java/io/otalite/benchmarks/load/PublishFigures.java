package io.otalite.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.SortedMap;

/**
 * What one stretch of load showed.
 *
 * @param run its name
 * @param targets in each factory
 * @param pace how requests were timed
 * @param seconds that were measured
 * @param published answers that say a version is durable
 * @param failures the other answers, by cause
 * @param publish from request (or the moment it was due) to answer, of published versions
 * @param archived from answer to the event that the version is archived; empty where the archive was away
 * @param cpuSeconds CPU time by process, with this one as {@value CpuTime#LOAD_GENERATOR}
 */
public record PublishFigures(
        String run,
        int factories,
        int targets,
        int clients,
        String pace,
        double seconds,
        long published,
        SortedMap<String, Long> failures,
        Latency publish,
        Latency archived,
        SortedMap<String, Double> cpuSeconds) {

    /** Published versions in a second. */
    @JsonProperty
    public double perSecond() {
        return published / seconds;
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    PublishFigures withArchived(Latency latency) {
        return new PublishFigures(
                run, factories, targets, clients, pace, seconds, published, failures, publish, latency, cpuSeconds);
    }
}
