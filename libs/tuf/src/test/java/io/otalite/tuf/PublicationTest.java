package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LIFETIMES;
import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.signers;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.conformance.Covers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final Publication publication =
            Publication.sign(version(7), targets("a", "dir/b"), signers("a"), LIFETIMES, NOW.plusNanos(123_456_789));

    @Test
    @Covers({"F12", "W9"})
    void itsThreeFilesDescribeEachOther() {
        Timestamp timestamp = Timestamp.parse(SignedMetadata.parse(publication.timestamp()));
        Snapshot snapshot = Snapshot.parse(SignedMetadata.parse(publication.snapshot()));
        Targets targets = Targets.parse(SignedMetadata.parse(publication.targets()));

        assertThat(timestamp.snapshot()).isEqualTo(FileMeta.of(version(7), publication.snapshot()));
        assertThat(snapshot.targets()).isEqualTo(FileMeta.of(version(7), publication.targets()));
        assertThat(targets.targets()).isEqualTo(targets("a", "dir/b"));
        assertThat(targets.expires()).isEqualTo(NOW.plus(LIFETIMES.targets()));
    }

    @Test
    void itsFilesHaveTheNamesUnderWhichTheyAreServed() {
        assertThat(publication.files())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "7.targets.json", publication.targets(),
                        "7.snapshot.json", publication.snapshot(),
                        "timestamp.json", publication.timestamp()));
    }

    @Test
    void aRoleWithoutSignersIsPublishedWithoutSignature() {
        var targetsOnly = new RoleSigners(Map.of(RoleName.TARGETS, signers("a").of(RoleName.TARGETS)));

        Publication unsigned = Publication.sign(version(1), targets(), targetsOnly, LIFETIMES, NOW);

        assertThat(SignedMetadata.parse(unsigned.snapshot()).signatures()).isEmpty();
    }
}
