package io.otalite.local.demo;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A user who changes one Target, again and again. */
final class Publisher {
    private static final String CHANGED_TARGET = "raspberrypi4-64-lmp-104";

    private final FactoryApi factory;
    private final Clock clock;

    Publisher(FactoryApi factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    /** A version that was published, and how long the answer took. */
    record Published(MetadataVersion version, Duration took) {}

    Published publish() throws InterruptedException {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var change = "{\"targets\":{\"%s\":{\"custom\":{\"updatedAt\":\"%s\",\"tags\":[\"main\",\"devel\"]}}}}"
                .formatted(CHANGED_TARGET, now);
        var begin = System.nanoTime();
        var version = factory.publish("PATCH", Bytes.utf8(change));
        return new Published(version, Duration.ofNanos(System.nanoTime() - begin));
    }
}
