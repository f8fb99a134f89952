package io.otalite.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveLayoutTest {
    @ParameterizedTest
    @CsvSource({
        "acme/tuf/full/targets/7, v1/acme/tuf/full/targets/00000000000000000007.json",
        "acme/ats/full/targets/7, v1/acme/ats/full/targets/00000000000000000007.json",
        "acme/ats/full/root/1, v1/acme/ats/root/00000000000000000001.json",
        "acme/tuf/full/root/1, v1/acme/tuf/root/00000000000000000001.json",
        "a/tuf/stable/targets/9007199254740991, v1/a/tuf/stable/targets/00009007199254740991.json"
    })
    void aDocumentHasOneNameAndTheNameTellsItsVersion(String identity, String name) {
        // Given
        var document = DocumentIdentity.parse(identity);

        // When
        var named = ArchiveLayout.document(document);

        // Then
        assertThat(named).isEqualTo(new ObjectName(name));
        assertThat(ArchiveLayout.version(named)).contains(document.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/tuf/full/snapshot/7", "acme/tuf/full/timestamp/7"})
    void onlyTargetsAndRootsHaveAPlace(String identity) {
        assertThatThrownBy(() -> ArchiveLayout.document(DocumentIdentity.parse(identity)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/acme/tuf/root/7.json",
                "v1/acme/tuf/root/00000000000000000000.json",
                "v1/acme/tuf/root/99999999999999999999.json",
                "v1/acme/tuf/root/00000000000000000007.json.zst",
                "readme"
            })
    void aNameThatNobodyMadeHereHasNoVersion(String name) {
        assertThat(ArchiveLayout.version(new ObjectName(name))).isEmpty();
    }

    @Test
    void theOrderOfNamesIsTheOrderOfVersions() {
        var ninth = ArchiveLayout.in("f/", new MetadataVersion(9));
        var tenth = ArchiveLayout.in("f/", new MetadataVersion(10));

        assertThat(ninth).isLessThan(tenth);
    }

    @Test
    void aRecordsPlaceInQuarantineIsItsPosition() {
        assertThat(ArchiveLayout.quarantined(new RecordPosition("ota.targets.published.v1", 3, 42)))
                .isEqualTo(new ObjectName("v1/_quarantine/ota.targets.published.v1/3/00000000000000000042"));
    }
}
