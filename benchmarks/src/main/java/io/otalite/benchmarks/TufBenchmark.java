package io.otalite.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.benchmarks.sample.SampleRepository;
import io.otalite.benchmarks.sample.SampleTargets;
import io.otalite.tuf.CanonicalJson;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Publication;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.WalkResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of {@code libs/tuf} for one publication in one thread. It is the part of a publish that no design of a service
 * can avoid, so it says how much of a publish is overhead.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class TufBenchmark {
    private static final MetadataVersion VERSION = new MetadataVersion(7);

    /** A usual factory, and the largest that clients in the field can read. */
    @Param({"100", "4800"})
    private int targets = 100;

    private SampleRepository repository;
    private Publication publication;
    private ObjectNode signed;

    @Setup
    public void prepare() {
        repository = new SampleRepository(SampleTargets.of(targets));
        publication = repository.publish(VERSION);
        signed = SignedMetadata.parse(publication.targets()).signed();
    }

    /** Three documents made, canonicalised, signed and hashed. */
    @Benchmark
    public Publication sign() {
        return repository.publish(VERSION);
    }

    /** Root, timestamp, snapshot and targets parsed, verified and walked as a device does. */
    @Benchmark
    public WalkResult verifyAndWalk() {
        return repository.walk(publication);
    }

    /** The canonical bytes of {@code targets.json} alone. */
    @Benchmark
    public byte[] canonicalise() {
        return CanonicalJson.encode(signed);
    }
}
