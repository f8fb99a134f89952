package io.otalite.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a backlog was worked off. A rate leaves the first document out, because it counts from that one's end.
 *
 * @param run which backlog
 * @param documents how many there were
 * @param secondsToFirst from the order to start what had been stopped to the first document in the archive; 0 for a peer
 *     that was running already
 * @param seconds from the first document to the last
 */
public record DrainFigures(String run, long documents, double secondsToFirst, double seconds) {

    static DrainFigures of(String run, double secondsToFirst, ArchiveLedger.Span span) {
        return new DrainFigures(run, span.count(), secondsToFirst, span.seconds());
    }

    /** Documents in a second; 0 when there were too few for a rate. */
    @JsonProperty
    public double perSecond() {
        return seconds > 0 ? (documents - 1) / seconds : 0;
    }
}
