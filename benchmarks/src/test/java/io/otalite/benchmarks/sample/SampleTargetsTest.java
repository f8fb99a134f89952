package io.otalite.benchmarks.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Publication;
import io.otalite.tuf.StrictJson;
import io.otalite.tuf.TargetName;
import io.otalite.tuf.WalkResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTargetsTest {
    private static final MetadataVersion VERSION = new MetadataVersion(7);

    @ParameterizedTest
    @CsvSource({"100, 75000, 100000", "4800, 4000000, 5000000"})
    void aDeviceAcceptsThePublicationAndItHasTheSizeOfARealOne(int count, int atLeast, int atMost) {
        // Given
        var targets = SampleTargets.of(count);
        var repository = new SampleRepository(targets);

        // When
        var publication = repository.publish(VERSION);

        // Then
        assertThat(repository.walk(publication))
                .isInstanceOfSatisfying(
                        WalkResult.Accepted.class,
                        accepted -> assertThat(accepted.targets().targets()).isEqualTo(targets.targets()));
        assertThat(publication.targets().size()).isBetween(atLeast, atMost);
    }

    @Test
    void givenAPublicationWithOneChangedByte_whenADeviceWalksIt_thenItIsRefused() {
        // Given
        var repository = new SampleRepository(SampleTargets.of(3));
        var publication = repository.publish(VERSION);
        var bytes = publication.targets().toArray();
        bytes[bytes.length / 2] ^= 1;

        // When
        var result = repository.walk(new Publication(
                publication.dialect(),
                publication.versions(),
                Bytes.copyOf(bytes),
                publication.snapshot(),
                publication.timestamp()));

        // Then
        assertThat(result).isInstanceOf(WalkResult.Refused.class);
    }

    @Test
    void aChangeNamesOneOfTheTargetsAndHasTheSameSizeForEveryRevision() {
        // Given
        var targets = SampleTargets.of(10);

        // When
        var first = targets.change(4, 1);
        var last = targets.change(4, 999_999_999);

        // Then
        assertThat(last).hasSameSizeAs(first);
        var changed =
                StrictJson.object(first, StrictJson.Limits.publishing(10_000)).get("targets");
        assertThat(changed.size()).isOne();
        assertThat(targets.targets())
                .containsKey(new TargetName(changed.fieldNames().next()));
    }

    @Test
    void theSameNumberGivesTheSameTargets() {
        assertThat(SampleTargets.of(20).all()).isEqualTo(SampleTargets.of(20).all());
    }
}
