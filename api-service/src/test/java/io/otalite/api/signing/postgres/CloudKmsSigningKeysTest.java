package io.otalite.api.signing.postgres;

import static io.otalite.api.signing.postgres.KeyRows.fileKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.signing.KeysUnavailableException;
import io.otalite.api.signing.RewrapKeys;
import io.otalite.api.signing.RewrapProgress;
import io.otalite.api.signing.SigningKeys;
import io.otalite.api.signing.SigningKeysContractTest;
import io.otalite.api.signing.google.KmsEmulator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a key-encryption key in Cloud KMS. */
class CloudKmsSigningKeysTest extends SigningKeysContractTest {
    private static KeyRows rows;
    private static KmsEmulator emulator;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        rows = new KeyRows();
        emulator = new KmsEmulator(folder);
    }

    @AfterAll
    static void stop() {
        emulator.close();
        rows.close();
    }

    @BeforeEach
    void clear() {
        rows.clear();
    }

    @AfterEach
    void mend() {
        emulator.mend();
    }

    @Override
    protected SigningKeys replica() {
        return rows.replica(emulator.key());
    }

    @Test
    void aReplicaThatKnowsTheDataKeyGoesOnWhileTheServiceIsAway() {
        // Given
        var keys = replica();
        keys.generate(ACME, List.of(TARGETS));

        // When
        emulator.goAway();

        // Then
        assertThat(ids(keys.held(ACME))).hasSize(1);
        assertThat(ids(keys.generate(ACME, List.of(TARGETS)))).hasSize(1);
        assertThatThrownBy(() -> keys.generate(OTHER, List.of(TARGETS))).isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void aReplicaThatDoesNotKnowItSaysSoUntilTheServiceIsBack() {
        // Given
        replica().generate(ACME, List.of(TARGETS));
        var keys = replica();
        emulator.goAway();
        assertThatThrownBy(() -> keys.held(ACME)).isInstanceOf(KeysUnavailableException.class);

        // When
        emulator.mend();

        // Then
        assertThat(ids(keys.held(ACME))).hasSize(1);
    }

    @Test
    void keysMoveFromAFileIntoTheService() {
        // Given
        var made = ids(rows.replica(fileKey(folder, 1)).generate(ACME, List.of(TARGETS)));

        // When
        var progress = new RewrapKeys(rows.replica(emulator.key(), fileKey(folder, 1))).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(1, 0, 0));
        assertThat(ids(replica().held(ACME))).isEqualTo(made);
    }
}
