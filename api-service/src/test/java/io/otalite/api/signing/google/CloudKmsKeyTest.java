package io.otalite.api.signing.google;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudKmsKeyTest {
    private static final byte[] DATA_KEY = "certainly a data key".getBytes(UTF_8);
    private static final byte[] BINDING = "acme/data-key".getBytes(UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static KmsEmulator emulator;

    @TempDir
    static Path folder;

    @TempDir
    Path own;

    @BeforeAll
    static void start() {
        emulator = new KmsEmulator(folder);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @AfterEach
    void mend() {
        emulator.mend();
    }

    @Test
    void whatWasWrappedIsUnwrappedInAnotherReplica() {
        // Given
        var wrapped = emulator.key().wrap(DATA_KEY, BINDING);

        // When
        var unwrapped = emulator.key().unwrap(wrapped, BINDING);

        // Then
        assertThat(unwrapped).isEqualTo(DATA_KEY);
        assertThat(new String(wrapped, UTF_8)).doesNotContain("data key");
        assertThat(emulator.key().id()).isEqualTo(KmsEmulator.KEY);
        assertThat(emulator.key()).hasToString("CloudKmsKey[" + KmsEmulator.KEY + "]");
    }

    @Test
    void forAnotherFactoryOrChangedItIsUnreadable() {
        // Given
        var key = emulator.key();
        var wrapped = key.wrap(DATA_KEY, BINDING);

        // Then
        assertThatThrownBy(() -> key.unwrap(wrapped, "other/data-key".getBytes(UTF_8)))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(KmsEmulator.KEY);
        wrapped[20] ^= 1;
        assertThatThrownBy(() -> key.unwrap(wrapped, BINDING)).isInstanceOf(KeyUnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'path':'/v1/*','effect':'status','status':503}",
                "{'path':'/v1/*','effect':'status','status':429}",
                "{'path':'/v1/*','effect':'status','status':403}",
                "{'path':'/v1/*','effect':'status','status':404}",
                "{'path':'/v1/*','effect':'not-json'}",
                "{'path':'/v1/*','effect':'drop-before'}",
                "{'path':'/token','effect':'status','status':503}",
                "{'path':'/token','effect':'not-json'}",
                "{'path':'/token','effect':'drop-before'}"
            })
    void whateverElseIsWrongTheKeyIsAwayAndComesBack(String fault) {
        // Given
        var key = emulator.key();
        emulator.fault(fault.replace('\'', '"'));

        // When
        assertThatThrownBy(() -> key.wrap(DATA_KEY, BINDING))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining(KmsEmulator.KEY)
                .hasNoCause();

        // Then
        emulator.mend();
        assertThat(key.unwrap(key.wrap(DATA_KEY, BINDING), BINDING)).isEqualTo(DATA_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/*", "/token"})
    void aServiceThatHangsIsNotWaitedForLongerThanIsSet(String path) {
        // Given
        var key = CloudKmsKey.open(emulator.access(emulator.keyFile(), Duration.ofMillis(300)));
        emulator.fault("{\"path\":\"%s\",\"effect\":\"delay\",\"latencyMillis\":20000}".formatted(path));

        // Then
        assertThatThrownBy(() -> key.wrap(DATA_KEY, BINDING))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("PT0.3S");
    }

    @Test
    void anAccountThatMayNotUseItIsToldSo() {
        var key = CloudKmsKey.open(emulator.access(emulator.strangersKeyFile(), PATIENCE));

        assertThatThrownBy(() -> key.wrap(DATA_KEY, BINDING))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("HTTP 403");
    }

    @Test
    void aCredentialThatWasRotatedCountsWithoutARestart() throws IOException {
        // Given
        var file = Files.copy(emulator.strangersKeyFile(), own.resolve("mounted.json"));
        var key = CloudKmsKey.open(emulator.access(file, PATIENCE));
        assertThatThrownBy(() -> key.wrap(DATA_KEY, BINDING)).isInstanceOf(KeysUnavailableException.class);

        // When
        Files.copy(emulator.anotherKeyFile(), file, StandardCopyOption.REPLACE_EXISTING);

        // Then
        assertThat(key.unwrap(key.wrap(DATA_KEY, BINDING), BINDING)).isEqualTo(DATA_KEY);
    }

    @Test
    void credentialsThatCannotBeUsedAreNamedAtOnce() throws IOException {
        // Given
        var missing = own.resolve("missing.json");
        var broken = Files.writeString(own.resolve("broken.json"), "{\"private_key\":\"certainly a secret\"");
        var elsewhere = new KmsAccess(KmsEmulator.KEY, Optional.of(emulator.keyFile()), Optional.empty());

        // Then
        assertThatThrownBy(() -> CloudKmsKey.open(emulator.access(missing, PATIENCE)))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> CloudKmsKey.open(emulator.access(broken, PATIENCE)))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> CloudKmsKey.open(elsewhere))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining("allowed is only https://oauth2.googleapis.com/token");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ciphertextCrc32c\":\"','\"ciphertextCrc32c\":\"1'",
        "'\"ciphertext\":\"','\"ciphertext\":\"AAAA'",
        "'\"verifiedPlaintextCrc32c\":true','\"verifiedPlaintextCrc32c\":false'",
        "'\"verifiedPlaintextCrc32c\":true','\"unknown\":true'",
        "'\"verifiedAdditionalAuthenticatedDataCrc32c\":true','\"unknown\":true'",
        "cryptoKeys/signing/,cryptoKeys/other/"
    })
    void aDamagedAnswerIsAskedForAgainAndThenGivenUpWhenWrapping(String whole, String damaged) throws IOException {
        try (var once = proxy(2, whole, damaged);
                var always = proxy(Integer.MAX_VALUE, whole, damaged)) {
            // When
            var wrapped = key(once).wrap(DATA_KEY, BINDING);

            // Then
            assertThat(emulator.key().unwrap(wrapped, BINDING)).isEqualTo(DATA_KEY);
            assertThatThrownBy(() -> key(always).wrap(DATA_KEY, BINDING))
                    .isInstanceOf(KeysUnavailableException.class)
                    .hasMessageContaining("damaged on its way, 3 times");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"plaintextCrc32c\":\"','\"plaintextCrc32c\":\"1'",
        "'\"plaintextCrc32c\"','\"unknown\"'",
        "'\"plaintext\":\"','\"plaintext\":\"AAAA'",
        "'\"plaintext\"','\"unknown\"'"
    })
    void aDamagedAnswerIsAskedForAgainAndThenGivenUpWhenUnwrapping(String whole, String damaged) throws IOException {
        var wrapped = emulator.key().wrap(DATA_KEY, BINDING);
        try (var once = proxy(2, whole, damaged);
                var always = proxy(Integer.MAX_VALUE, whole, damaged)) {
            // When
            var unwrapped = key(once).unwrap(wrapped, BINDING);

            // Then
            assertThat(unwrapped).isEqualTo(DATA_KEY);
            assertThatThrownBy(() -> key(always).unwrap(wrapped, BINDING))
                    .isInstanceOf(KeysUnavailableException.class)
                    .hasMessageContaining("damaged on its way, 3 times");
        }
    }

    @Test
    void atGoogleTokensAreAskedForAtGoogleOnly() {
        var access = new KmsAccess(KmsEmulator.KEY, Optional.empty(), Optional.empty());
        var local = new KmsAccess(KmsEmulator.KEY, Optional.empty(), Optional.of(URI.create("http://127.0.0.1:8085/")));

        assertThat(access.tokenEndpoint()).hasToString("https://oauth2.googleapis.com/token");
        assertThat(access.rootUrl()).isEmpty();
        assertThat(local.tokenEndpoint()).hasToString("http://127.0.0.1:8085/token");
        assertThat(local.rootUrl()).contains("http://127.0.0.1:8085/");
    }

    private static DamagingProxy proxy(int times, String whole, String damaged) throws IOException {
        return new DamagingProxy(emulator.uri(), times, answer -> answer.replace(whole, damaged));
    }

    /** The key behind the proxy, with credentials that ask for their tokens there. */
    private CloudKmsKey key(DamagingProxy proxy) throws IOException {
        var credentials = Files.readString(emulator.keyFile())
                .replace(emulator.uri().toString(), proxy.uri().toString());
        var file = Files.writeString(own.resolve(proxy.uri().getPort() + ".json"), credentials);
        return CloudKmsKey.open(new KmsAccess(KmsEmulator.KEY, Optional.of(file), Optional.of(proxy.uri()), PATIENCE));
    }
}
