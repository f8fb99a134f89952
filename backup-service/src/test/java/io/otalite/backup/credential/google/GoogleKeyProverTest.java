package io.otalite.backup.credential.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Storage;
import io.otalite.backup.LocalGoogle;
import io.otalite.backup.archive.gcs.GcsBucketAccess;
import io.otalite.backup.credential.KeyIdentity;
import io.otalite.backup.credential.Proof;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleKeyProverTest {
    @TempDir
    private static Path directory;

    private static LocalGoogle google;

    @BeforeAll
    static void start() {
        google = new LocalGoogle(directory);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @AfterEach
    void mend() {
        google.clearFaults();
        google.enableKey();
    }

    @Test
    void aGoodKeyIsProvenAndItsClientWorks() throws IOException {
        // When
        var proof = prover().prove(mounted());

        // Then
        assertThat(proof).isInstanceOfSatisfying(Proof.Good.class, good -> {
            assertThat(good.key()).isEqualTo(new KeyIdentity(google.keyId(), LocalGoogle.ACCOUNT));
            assertThat(((Storage) good.client()).list(LocalGoogle.BUCKET).iterateAll())
                    .isNotNull();
        });
    }

    @Test
    void aDisabledKeyIsRefusedThoughAnEarlierProofWasGood() throws IOException {
        // Given
        var prover = prover();
        var before = prover.prove(mounted());
        google.disableKey();

        // When
        var proof = prover.prove(mounted());

        // Then
        assertThat(before).isInstanceOf(Proof.Good.class);
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Refused.class,
                        refused -> assertThat(refused.why()).contains(google.keyId(), "HTTP 400"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "\u0000\u0001", "{\"type\":\"authorized_user\"}"})
    void whatIsNoServiceAccountKeyIsMalformed(String content) {
        assertThat(prover().prove(Bytes.utf8(content))).isInstanceOf(Proof.Malformed.class);
    }

    @Test
    void aDamagedPrivateKeyIsMalformedAndNothingOfItIsTold() throws IOException {
        // Given
        var damaged = text().replaceFirst(
                        "-----BEGIN PRIVATE KEY-----\\\\n.{10}", "-----BEGIN PRIVATE KEY-----\\\\nAAAAAAAAAA");

        // When
        var proof = prover().prove(Bytes.utf8(damaged));

        // Then
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Malformed.class,
                        malformed -> assertThat(malformed.why()).doesNotContain("AAAA", "PRIVATE"));
    }

    @Test
    void aKeyFileThatSendsTheAssertionElsewhereIsRefused() throws IOException {
        // Given
        var elsewhere =
                text().replaceFirst("\"token_uri\"\\s*:\\s*\"[^\"]*\"", "\"token_uri\":\"http://127.0.0.1:1/token\"");

        // When
        var proof = prover().prove(Bytes.utf8(elsewhere));

        // Then
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Malformed.class,
                        malformed ->
                                assertThat(malformed.why()).contains("http://127.0.0.1:1/token", "allowed is only"));
    }

    @Test
    void withoutAnEmulatorOnlyGooglesTokenEndpointIsAllowed() throws IOException {
        // Given
        var production = new GoogleKeyProver(access(LocalGoogle.ACCOUNT, Optional.empty()), new GcsBucketAccess("b"));

        // When
        var proof = production.prove(mounted());

        // Then
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Malformed.class,
                        malformed -> assertThat(malformed.why())
                                .contains("allowed is only https://oauth2.googleapis.com/token"));
    }

    @Test
    void aKeyOfAnotherAccountIsNotUsed() throws IOException {
        // When
        var proof = prover().prove(Bytes.copyOf(Files.readAllBytes(google.strangersKeyFile())));

        // Then
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.WrongAccount.class,
                        wrong -> assertThat(wrong.why()).contains(LocalGoogle.STRANGER, LocalGoogle.ACCOUNT));
    }

    @Test
    void anAccountThatTheBucketDoesNotLetInIsNotAdmitted() throws IOException {
        // Given
        var prover = new GoogleKeyProver(
                access(LocalGoogle.STRANGER, Optional.of(google.uri())), new GcsBucketAccess(LocalGoogle.BUCKET));

        // When
        var proof = prover.prove(Bytes.copyOf(Files.readAllBytes(google.strangersKeyFile())));

        // Then
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.NotAdmitted.class,
                        denied -> assertThat(denied.why()).contains("storage.objects.create"));
    }

    @Test
    void aBucketThatDoesNotExistAdmitsNobody() throws IOException {
        // Given
        var prover = new GoogleKeyProver(
                access(LocalGoogle.ACCOUNT, Optional.of(google.uri())), new GcsBucketAccess("another-bucket"));

        // When, Then
        assertThat(prover.prove(mounted())).isInstanceOf(Proof.NotAdmitted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"/token\",\"effect\":\"status\",\"status\":503}",
                "{\"path\":\"/token\",\"effect\":\"status\",\"status\":429}",
                "{\"path\":\"/token\",\"effect\":\"drop-before\",\"count\":2}",
                "{\"path\":\"/token\",\"effect\":\"delay\",\"latencyMillis\":30000}",
                "{\"path\":\"/storage/*\",\"effect\":\"status\",\"status\":503,\"count\":10}"
            })
    void whenNobodyAnswersNothingIsKnownAndTheAnswerComesWithinSeconds(String fault) throws IOException {
        // Given
        var prover = prover();
        google.fault(fault);

        // When
        var begin = System.nanoTime();
        var proof = prover.prove(mounted());
        var took = Duration.ofNanos(System.nanoTime() - begin);

        // Then
        assertThat(proof).isInstanceOf(Proof.NoAnswer.class);
        assertThat(took).isLessThan(Duration.ofSeconds(15));
    }

    private static GoogleKeyProver prover() {
        return new GoogleKeyProver(
                access(LocalGoogle.ACCOUNT, Optional.of(google.uri())), new GcsBucketAccess(LocalGoogle.BUCKET));
    }

    private static GoogleAccess access(String account, Optional<URI> emulator) {
        return new GoogleAccess(
                account,
                LocalGoogle.PROJECT,
                emulator,
                Duration.ofSeconds(1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(2));
    }

    private static Bytes mounted() throws IOException {
        return Bytes.copyOf(Files.readAllBytes(google.keyFile()));
    }

    private static String text() throws IOException {
        return Files.readString(google.keyFile());
    }
}
