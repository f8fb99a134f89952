package io.otalite.api.signing.postgres;

import static io.otalite.api.signing.postgres.KeyRows.fileKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import io.otalite.api.signing.NewKey;
import io.otalite.api.signing.SigningKeys;
import io.otalite.api.signing.SigningKeysContractTest;
import io.otalite.api.signing.tink.FileKey;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.RoleName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** With a key-encryption key from a file. */
class PostgresSigningKeysTest extends SigningKeysContractTest {
    private static KeyRows rows;
    private static FileKey key;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        rows = new KeyRows();
        key = fileKey(folder, 1);
    }

    @AfterAll
    static void stop() {
        rows.close();
    }

    @BeforeEach
    void clear() {
        rows.clear();
    }

    @Override
    protected SigningKeys replica() {
        return rows.replica(key);
    }

    @Test
    void aFactoryHasOneDataKeyUnderTheCurrentKeyEncryptionKey() {
        // Given
        replica().generate(ACME, List.of(TARGETS));

        // When
        replica().generate(ACME, List.of(TARGETS));

        // Then
        assertThat(rows.query("select kek_id from data_key", String.class)).containsExactly(key.id());
    }

    @Test
    void noPrivateKeyIsInTheDatabase() {
        // Given
        var made = replica().generate(ACME, List.of(TARGETS));

        // When
        var stored = rows.query("select encrypted_private::text from online_key", String.class)
                        .getFirst()
                + rows.query("select wrapped::text from data_key", String.class).getFirst();

        // Then
        var seed = ((Ed25519Key) made.of(RoleName.TARGETS).getFirst()).seed();
        assertThat(stored).hasSizeGreaterThan(200).doesNotContain(texts(seed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update online_key set encrypted_private = set_byte(encrypted_private, 20, 255 - get_byte(encrypted_private, 20))",
                "update online_key set encrypted_private = ''",
                "update online_key set role = 'root'",
                "update online_key set key_id = repeat('0', 64)",
                "update online_key set scheme = 'rsassa-pss-sha256'",
                "update data_key set wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))",
                "update data_key set wrapped = ''"
            })
    void aRowThatWasChangedIsRefused(String change) {
        // Given
        replica().generate(ACME, List.of(new NewKey(RoleName.TARGETS, KeyScheme.ECDSA)));

        // When
        rows.sql(change);

        // Then
        assertThatThrownBy(() -> replica().held(ACME)).isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void thePublicHalfIsPartOfWhatIsChecked() {
        // Given
        replica().generate(ACME, List.of(new NewKey(RoleName.TARGETS, KeyScheme.ECDSA)));
        replica().generate(OTHER, List.of(new NewKey(RoleName.TARGETS, KeyScheme.ECDSA)));

        // When
        rows.sql("update online_key a set public_half = b.public_half from online_key b where b.factory <> a.factory");

        // Then
        assertThatThrownBy(() -> replica().held(ACME))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining("expected is");
    }

    @Test
    void aDataKeyOfAnotherFactoryIsRefusedAlsoByAReplicaThatKnowsIt() {
        // Given
        var replica = replica();
        replica.generate(ACME, List.of(TARGETS));
        replica.generate(OTHER, List.of(TARGETS));
        replica.held(ACME);
        replica.held(OTHER);

        // When
        rows.sql(
                "update data_key a set wrapped = b.wrapped from data_key b where a.factory = 'other' and b.factory = 'acme'");

        // Then
        assertThatThrownBy(() -> replica.held(OTHER)).isInstanceOf(KeyUnreadableException.class);
        assertThat(ids(replica.held(ACME))).hasSize(1);
    }

    @Test
    void aKeyOfAnotherFactoryIsRefused() {
        // Given
        replica().generate(ACME, List.of(TARGETS));
        replica().generate(OTHER, List.of(TARGETS));

        // When
        rows.sql("update online_key set factory = 'other' where factory = 'acme'");

        // Then
        assertThatThrownBy(() -> replica().held(OTHER)).isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void theKeyEncryptionKeyThatIsNeededIsNamedWithoutShowingAny() {
        // Given
        replica().generate(ACME, List.of(TARGETS));
        var other = rows.replica(fileKey(folder, 2));

        // When
        var failure = catchThrowableOfType(KeyUnreadableException.class, () -> other.held(ACME));

        // Then
        assertThat(failure).hasMessageContaining(key.id());
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(texts(bytes(1))).doesNotContain(texts(bytes(2)));
        assertThat(key.toString()).doesNotContain(texts(bytes(1)));
    }

    @Test
    void aDatabaseThatIsAwayIsNoDefect() {
        // Given
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:9/postgres");
        var keys = KeyRows.replica(nowhere, key);

        // Then
        assertThatThrownBy(() -> keys.held(ACME)).isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() -> keys.generate(ACME, List.of(TARGETS))).isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() -> keys.discard(ACME, Set.of())).isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(keys::count).isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void aPoolThatHasNoConnectionIsNoDefectEither() {
        // Given
        var exhausted = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("Acquisition timeout");
            }
        };

        // Then
        assertThatThrownBy(() -> KeyRows.replica(exhausted, key).held(ACME))
                .isInstanceOf(KeysUnavailableException.class);
    }

    private static byte[] bytes(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
