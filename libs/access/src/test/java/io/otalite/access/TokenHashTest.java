package io.otalite.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenHashTest {
    @TempDir
    Path folder;

    @Test
    void aTokenMatchesItsOwnHashAndNoOther() {
        var token = AccessToken.generate(new SecureRandom());
        var other = AccessToken.generate(new SecureRandom());

        assertThat(token.hash().matches(token.reveal())).isTrue();
        assertThat(token.hash().matches(other)).isFalse();
        assertThat(token.hash().matches("")).isFalse();
    }

    @Test
    void theHashIsTheSha256OfTheTokensBytes() {
        assertThat(AccessToken.of("abc").hash().sha256Hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aFileWithAHashIsReadWhateverBlanksSurroundIt() throws IOException {
        var token = AccessToken.of("secret");
        var file = Files.writeString(folder.resolve("hash"), " " + token.hash().sha256Hex() + "\n");

        assertThat(TokenHash.read(file).matches(token)).isTrue();
    }

    @Test
    void aFileWithTheTokenItselfIsRefusedWithoutShowingIt() throws IOException {
        var file = Files.writeString(folder.resolve("hash"), "my-secret-token");

        assertThatThrownBy(() -> TokenHash.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SHA-256")
                .hasMessageNotContaining("my-secret-token");
    }

    @Test
    void aTokenDoesNotPrintItself() {
        assertThat(AccessToken.of("my-secret-token")).hasToString("AccessToken[redacted]");
    }
}
