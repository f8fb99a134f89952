package io.otalite.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHashesTest {
    private static final AccessToken OLD = AccessToken.of("old");
    private static final AccessToken NEW = AccessToken.of("new");

    @TempDir
    Path folder;

    @Test
    void aFileWithOneHashAcceptsOneToken() throws IOException {
        var file = Files.writeString(folder.resolve("hash"), " " + OLD.hash().sha256Hex() + "\n");

        assertThat(TokenHashes.read(file).matches(OLD)).isTrue();
        assertThat(TokenHashes.read(file).matches(NEW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s", "%s\r\n%s\r\n", "\n %s\n\n%s \n\n"})
    void aFileWithTwoHashesAcceptsBothTokens(String form) throws IOException {
        var file = Files.writeString(
                folder.resolve("hash"),
                form.formatted(OLD.hash().sha256Hex(), NEW.hash().sha256Hex()));

        assertThat(TokenHashes.read(file)).isEqualTo(new TokenHashes(List.of(OLD.hash(), NEW.hash())));
        assertThat(TokenHashes.read(file).matches(OLD)).isTrue();
        assertThat(TokenHashes.read(file).matches(NEW)).isTrue();
        assertThat(TokenHashes.read(file).matches(AccessToken.of("other"))).isFalse();
    }

    @Test
    void aFileIsUnderstoodAsAWholeOrNotAtAll() throws IOException {
        var file = Files.writeString(folder.resolve("hash"), OLD.hash().sha256Hex() + "\nmy-secret-token\n");

        assertThatThrownBy(() -> TokenHashes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SHA-256")
                .hasMessageNotContaining("my-secret-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \n"})
    void aFileWithoutAHashIsNone(String content) throws IOException {
        var file = Files.writeString(folder.resolve("hash"), content);

        assertThatThrownBy(() -> TokenHashes.read(file)).isInstanceOf(IOException.class);
    }
}
