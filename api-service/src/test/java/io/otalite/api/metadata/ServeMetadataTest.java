package io.otalite.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.otalite.api.metadata.ServedDocument.Coding;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.conformance.Covers;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServeMetadataTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final SetId FULL = SetId.full(Dialect.TUF);

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);
    private final AtomicLong nanos = new AtomicLong();
    private final ServeMetadata serving = new ServeMetadata(store, nanos::get, 1_000_000);

    @BeforeEach
    void aFactory() {
        house.create(ACME);
    }

    /** What is remembered may be old; but no file is denied that a timestamp of another replica has named. */
    @Test
    @Covers("W5")
    void whatAnotherReplicaPublishedIsSeenAfterAMoment() {
        var before = timestamp();
        house.publish(ACME, House.add("one"));

        assertThat(timestamp()).isEqualTo(before);
        assertThat(serving.find(ACME, FULL, file("2.targets.json"))).isPresent();
        nanos.addAndGet(Duration.ofMillis(250).toNanos());

        assertThat(timestamp())
                .isEqualTo(store.served(ACME, FULL, RoleName.TIMESTAMP)
                        .orElseThrow()
                        .toArray());
    }

    @Test
    void whatThisReplicaPublishedIsSeenAtOnce() {
        var before = timestamp();
        house.publish(ACME, House.add("one"));

        serving.changed(ACME);

        assertThat(timestamp()).isNotEqualTo(before);
    }

    @Test
    void whatIsNotServedIsNotFound() {
        assertThat(serving.find(new FactoryName("nobody"), FULL, file("timestamp.json")))
                .isEmpty();
        assertThat(serving.find(ACME, new SetId(Dialect.TUF, "../x"), file("timestamp.json")))
                .isEmpty();
        assertThat(serving.find(ACME, new SetId(Dialect.TUF, "other"), file("timestamp.json")))
                .isEmpty();
        assertThat(serving.find(ACME, SetId.full(Dialect.ATS), file("timestamp.json")))
                .isEmpty();
        assertThat(serving.find(ACME, new SetId(Dialect.TUF, "other"), file("1.root.json")))
                .isPresent();
    }

    @Test
    void theVariantsHoldTheSameBytes() throws IOException {
        for (int i = 0; i < 10; i++) {
            house.publish(ACME, House.add("board-lmp-" + i));
        }
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        var document = serving.find(ACME, FULL, file("11.targets.json")).orElseThrow();
        var plain = document.in(Coding.IDENTITY);

        var gzip = new GZIPInputStream(new ByteArrayInputStream(document.in(Coding.GZIP))).readAllBytes();
        var zstd = Zstd.decompress(document.in(Coding.ZSTD), plain.length);

        assertThat(gzip).isEqualTo(plain);
        assertThat(zstd).isEqualTo(plain);
        assertThat(document.in(Coding.ZSTD).length).isLessThan(plain.length / 3);
        assertThat(document.best(true, true)).isEqualTo(Coding.ZSTD);
        assertThat(document.best(true, false)).isEqualTo(Coding.GZIP);
        assertThat(serving.find(ACME, FULL, file("timestamp.json"))
                        .orElseThrow()
                        .best(true, true))
                .isEqualTo(Coding.IDENTITY);
    }

    @Test
    void memoryHoldsTheDocumentsThatWereAskedForLast() {
        var small = new ServeMetadata(store, nanos::get, 2_000);
        for (int i = 0; i < 5; i++) {
            house.publish(ACME, House.add("board-lmp-" + i));
        }

        for (int version = 1; version <= 6; version++) {
            assertThat(small.find(ACME, FULL, file(version + ".targets.json"))).isPresent();
        }

        assertThat(small.heldBytes()).isLessThanOrEqualTo(2_000);
    }

    private byte[] timestamp() {
        return serving.find(ACME, FULL, file("timestamp.json")).orElseThrow().in(Coding.IDENTITY);
    }

    private static MetadataFile file(String name) {
        return MetadataFile.parse(Dialect.TUF, name).orElseThrow();
    }
}
