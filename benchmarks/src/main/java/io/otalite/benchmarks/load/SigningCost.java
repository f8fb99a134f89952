package io.otalite.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.benchmarks.sample.SampleRepository;
import io.otalite.benchmarks.sample.SampleTargets;
import io.otalite.tuf.MetadataVersion;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The CPU time of api-service for a publish beside that of the signatures and canonical bytes alone, both from one run on one
 * machine.
 *
 * @param serviceMillis CPU time of api-service for each published version
 * @param signingMillis CPU time of one thread for making, canonicalising and signing the same documents
 */
public record SigningCost(double serviceMillis, double signingMillis) {
    private static final int WARM_UP = 1_000;
    private static final int MEASURED = 1_000;

    /** @param published the run whose CPU time counts; its factories had as many Targets as these */
    static SigningCost of(PublishFigures published, SampleTargets targets) {
        var seconds = published.cpuSeconds().getOrDefault("api-service", 0.0);
        var serviceMillis = seconds * TimeUnit.SECONDS.toMillis(1) / Math.max(1, published.published());
        var repository = new SampleRepository(targets);
        sign(repository, WARM_UP);
        var threads = ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadCpuTime();
        sign(repository, MEASURED);
        var nanos = threads.getCurrentThreadCpuTime() - before;
        return new SigningCost(serviceMillis, nanos / (double) TimeUnit.MILLISECONDS.toNanos(1) / MEASURED);
    }

    private static void sign(SampleRepository repository, int times) {
        for (int version = 1; version <= times; version++) {
            var publication = repository.publish(new MetadataVersion(version));
            if (publication.timestamp().size() == 0) {
                throw new IllegalStateException("A signed document is never empty");
            }
        }
    }

    /** How many times the unavoidable part a publish takes. */
    @JsonProperty
    public double ratio() {
        return serviceMillis / signingMillis;
    }
}
