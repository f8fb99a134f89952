package io.otalite.api.signing.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.signing.DataKeys;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.WrappedDataKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkDataKeysTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final FactoryName OTHER = new FactoryName("other");
    private static final Bytes SECRET = Bytes.utf8("certainly a secret");

    @TempDir
    Path folder;

    private FileKey first;
    private FileKey second;

    @BeforeEach
    void makeKeys() throws IOException {
        first = key(1);
        second = key(2);
    }

    @Test
    void whatWasEncryptedIsDecryptedForTheSameDataOnly() {
        // Given
        var keys = keys(first);
        var wrapped = keys.generate(ACME);
        var encrypted = keys.unwrap(ACME, wrapped).encrypt(SECRET, "acme/root/1");

        // When
        var again = keys.unwrap(ACME, wrapped);

        // Then
        assertThat(again.decrypt(encrypted, "acme/root/1")).isEqualTo(SECRET);
        assertThatThrownBy(() -> again.decrypt(encrypted, "acme/targets/1"))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining("acme/targets/1");
        assertThat(again).hasToString("DataKey[not shown]");
    }

    @Test
    void aDataKeyBelongsToOneFactory() {
        // Given
        var keys = keys(first);

        // When
        var wrapped = keys.generate(ACME);

        // Then
        assertThatThrownBy(() -> keys.unwrap(OTHER, wrapped)).isInstanceOf(KeyUnreadableException.class);
        assertThatThrownBy(() -> keys.rewrap(OTHER, wrapped)).isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void everyDataKeyIsAnother() {
        // Given
        var keys = keys(first);
        var encrypted = keys.unwrap(ACME, keys.generate(ACME)).encrypt(SECRET, "a");

        // When
        var other = keys.unwrap(ACME, keys.generate(ACME));

        // Then
        assertThatThrownBy(() -> other.decrypt(encrypted, "a")).isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void reWrappedItIsTheSameDataKeyUnderAnotherKey() {
        // Given
        var old = keys(first).generate(ACME);
        var encrypted = keys(first).unwrap(ACME, old).encrypt(SECRET, "a");

        // When
        var wrapped = keys(second, first).rewrap(ACME, old);

        // Then
        assertThat(wrapped.keyEncryptionKeyId()).isEqualTo(second.id());
        assertThat(keys(second).unwrap(ACME, wrapped).decrypt(encrypted, "a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> keys(second).unwrap(ACME, old))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(first.id());
    }

    @Test
    void whatIsNoKeysetIsUnreadable() {
        var wrapped = new WrappedDataKey(first.id(), Bytes.utf8("certainly no keyset"));

        assertThatThrownBy(() -> keys(first).unwrap(ACME, wrapped)).isInstanceOf(KeyUnreadableException.class);
    }

    private static DataKeys keys(FileKey current, FileKey... previous) {
        return new TinkDataKeys(new KeyEncryptionKeys(current, List.of(previous), List.of()));
    }

    private FileKey key(int fill) throws IOException {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return FileKey.read(Files.writeString(
                folder.resolve("key-" + fill), Base64.getEncoder().encodeToString(key)));
    }
}
