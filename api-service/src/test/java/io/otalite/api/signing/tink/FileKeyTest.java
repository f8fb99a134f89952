package io.otalite.api.signing.tink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyUnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyTest {
    private static final byte[] DATA_KEY = "data key".getBytes(UTF_8);
    private static final byte[] BINDING = "acme".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void whatWasWrappedIsUnwrapped() throws IOException {
        var key = FileKey.read(file("a", 1));

        assertThat(key.unwrap(key.wrap(DATA_KEY, BINDING), BINDING)).isEqualTo(DATA_KEY);
    }

    @Test
    void anotherKeyOrAnotherBindingDoesNotUnwrapIt() throws IOException {
        var key = FileKey.read(file("a", 1));
        var other = FileKey.read(file("b", 2));
        var wrapped = key.wrap(DATA_KEY, BINDING);

        assertThatThrownBy(() -> other.unwrap(wrapped, BINDING))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(other.id());
        assertThatThrownBy(() -> key.unwrap(wrapped, "other".getBytes(UTF_8)))
                .isInstanceOf(KeyUnreadableException.class);
    }

    @Test
    void theIdIsTheKeysWhereverItStands() throws IOException {
        assertThat(FileKey.read(file("a", 1)).id())
                .isEqualTo(FileKey.read(file("b", 1)).id())
                .isNotEqualTo(FileKey.read(file("c", 2)).id())
                .matches("file:[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2hvcnQ="})
    void aFileWithoutAKeyIsRefusedWithoutShowingIt(String content) throws IOException {
        var file = Files.writeString(folder.resolve("key"), content);

        assertThatThrownBy(() -> FileKey.read(file))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("32 bytes")
                .hasNoCause();
    }

    @Test
    void ofThoseThatAreNotInUseTheOnesThatAreThereAreRead() throws IOException {
        var there = file("a", 1);
        var damaged = Files.writeString(folder.resolve("damaged"), "x");

        assertThat(FileKey.readAvailable(List.of(folder.resolve("gone"), damaged, there)))
                .extracting(KeyEncryptionKey::id)
                .containsExactly(FileKey.read(there).id());
    }

    private Path file(String name, int fill) throws IOException {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Files.writeString(folder.resolve(name), Base64.getEncoder().encodeToString(key) + "\n");
    }
}
