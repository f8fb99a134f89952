package io.otalite.api.signing.tink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.signing.KeyUnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinkKeyEncryptionTest {
    private static final byte[] SEED = "seed".getBytes(UTF_8);
    private static final byte[] BINDING = "acme/root/key".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void whatWasEncryptedIsReadAgain() throws IOException {
        var encryption = encryption(1);

        assertThat(encryption.decrypt(encryption.encrypt(SEED, BINDING), BINDING))
                .isEqualTo(SEED);
    }

    @Test
    void aKeyOfAnotherFactoryIsNotReadable() throws IOException {
        var encryption = encryption(1);
        var encrypted = encryption.encrypt(SEED, BINDING);

        assertThatThrownBy(() -> encryption.decrypt(encrypted, "other/root/key".getBytes(UTF_8)))
                .isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void anotherKeyEncryptionKeyDoesNotReadIt() throws IOException {
        var encrypted = encryption(1).encrypt(SEED, BINDING);
        var other = encryption(2);

        assertThatThrownBy(() -> other.decrypt(encrypted, BINDING)).isInstanceOf(KeyUnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2hvcnQ="})
    void aFileWithoutAKeyIsRefusedWithoutShowingIt(String content) throws IOException {
        var file = Files.writeString(folder.resolve("key"), content);

        assertThatThrownBy(() -> TinkKeyEncryption.fromFile(file))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("32 bytes");
    }

    @Test
    void aMissingFileIsNamed() {
        var file = folder.resolve("missing");

        assertThatThrownBy(() -> TinkKeyEncryption.fromFile(file)).hasMessageContaining(file.toString());
    }

    private TinkKeyEncryption encryption(int fill) throws IOException {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        var file = folder.resolve("key-" + fill);
        Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
        return TinkKeyEncryption.fromFile(file);
    }
}
