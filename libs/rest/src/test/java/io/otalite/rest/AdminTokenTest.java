package io.otalite.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.access.AccessToken;
import io.otalite.rest.Authorisation.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    private static final Authorisation.Request REQUEST =
            new Authorisation.Request("GET", "/v1/factories", Optional.empty());

    private final AccessToken token = AccessToken.generate(new SecureRandom());

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void mountTheHash() throws IOException {
        file = Files.writeString(folder.resolve("hash"), token.hash().sha256Hex());
    }

    @Test
    void onlyTheOwnerOfTheTokenComesIn() {
        var rule = new AdminToken(file, Duration.ZERO);

        assertThat(rule.decide(List.of(token), REQUEST)).isEqualTo(new Decision.Allowed(Caller.ADMIN));
        assertThat(rule.decide(List.of(AccessToken.of("other")), REQUEST)).isInstanceOf(Decision.Unauthenticated.class);
        assertThat(rule.decide(List.of(), REQUEST)).isInstanceOf(Decision.Unauthenticated.class);
    }

    @Test
    void aRotatedTokenCountsWithoutARestart() throws IOException {
        var rule = new AdminToken(file, Duration.ZERO);
        rule.decide(List.of(token), REQUEST);
        var next = AccessToken.generate(new SecureRandom());

        Files.writeString(file, next.hash().sha256Hex());

        assertThat(rule.decide(List.of(next), REQUEST)).isInstanceOf(Decision.Allowed.class);
        assertThat(rule.decide(List.of(token), REQUEST)).isInstanceOf(Decision.Unauthenticated.class);
    }

    @Test
    void whileATokenIsRotatedBothAreGood() throws IOException {
        // Given
        var next = AccessToken.generate(new SecureRandom());
        var rule = new AdminToken(file, Duration.ZERO);

        // When
        Files.writeString(file, token.hash().sha256Hex() + "\n" + next.hash().sha256Hex() + "\n");

        // Then
        assertThat(rule.decide(List.of(token), REQUEST)).isInstanceOf(Decision.Allowed.class);
        assertThat(rule.decide(List.of(next), REQUEST)).isInstanceOf(Decision.Allowed.class);
        assertThat(rule.decide(List.of(AccessToken.of("other")), REQUEST)).isInstanceOf(Decision.Unauthenticated.class);
    }

    @Test
    void whileTheHashIsNotReadableNobodyComesIn() throws IOException {
        Files.writeString(file, "");
        var rule = new AdminToken(file, Duration.ZERO);

        assertThat(rule.decide(List.of(token), REQUEST)).isInstanceOf(Decision.Unavailable.class);
        assertThat(rule.decide(List.of(AccessToken.of("")), REQUEST)).isInstanceOf(Decision.Unavailable.class);
    }
}
