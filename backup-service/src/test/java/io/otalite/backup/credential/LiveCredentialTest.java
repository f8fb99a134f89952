package io.otalite.backup.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.credential.KeyFile.Reading;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.tuf.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCredentialTest {
    private static final Duration WORKING = Duration.ofSeconds(30);
    private static final Duration FAILING = Duration.ofSeconds(4);

    private final MutableClock clock = new MutableClock(TestFactory.NOW);
    private final AtomicInteger changes = new AtomicInteger();
    private final Issuer issuer = new Issuer();
    private Reading mounted = new Reading.Absent("nothing there");
    private final LiveCredential<String> credential = new LiveCredential<>(
            () -> mounted, issuer, new ProofIntervals(WORKING, FAILING), clock, changes::incrementAndGet);

    @Test
    void withoutAFileThereIsNoClientAndTheDetailSaysWhy() {
        // When
        credential.look();

        // Then
        assertThat(credential.status().mounted()).isEqualTo(new CredentialState.Missing("nothing there"));
        assertThatThrownBy(credential::client).isInstanceOfSatisfying(UnavailableException.class, e -> {
            assertThat(e.holdCause()).isEqualTo(HoldCause.CREDENTIAL);
            assertThat(e.detail()).isEqualTo("nothing there");
        });
    }

    @Test
    void givenNoFile_whenAGoodOneAppears_thenItIsInUseAtTheNextLook() {
        // Given
        credential.look();
        changes.set(0);

        // When
        mount("good");
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good #1");
        assertThat(credential.status().mounted()).isEqualTo(new CredentialState.Proven(issuer.key("good")));
        assertThat(credential.status().since()).isEqualTo(TestFactory.NOW);
        assertThat(changes).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "malformed, malformed, CREDENTIAL",
        "foreign, wrong-account, CREDENTIAL",
        "revoked, refused, CREDENTIAL",
        "uninvited, not-admitted, ACCESS",
        "unanswered, unproven, STORE"
    })
    void aBadFirstFileGivesNoClient(String file, String state, HoldCause cause) {
        // When
        mount(file);
        credential.look();

        // Then
        assertThat(credential.status().mounted().code()).isEqualTo(state);
        assertThat(credential.status().degraded()).isTrue();
        assertThatThrownBy(credential::client)
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(cause));
    }

    @ParameterizedTest
    @CsvSource({"malformed", "foreign", "revoked", "uninvited", "unanswered"})
    void givenAGoodKey_whenABadFileReplacesIt_thenTheGoodKeyStaysInUse(String bad) {
        // Given
        mount("good");
        credential.look();

        // When
        mount(bad);
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good #1");
        assertThat(credential.status().degraded()).isTrue();
        assertThat(credential.status().inUse()).contains(issuer.key("good"));
    }

    @Test
    void givenANewKeyThatIsNotAcceptedYet_whenItStillIsNot_thenTheOldOneIsInUseAndItIsSaidSinceWhen() {
        // Given
        mount("good");
        credential.look();
        clock.pass(Duration.ofMinutes(1));
        mount("good-2");
        issuer.says("good-2", "refused");
        credential.look();
        issuer.says("good-2", "unanswered");

        // When
        clock.pass(FAILING);
        credential.look();

        // Then
        var since = TestFactory.NOW.plus(Duration.ofMinutes(1));
        assertThat(credential.client()).isEqualTo("client of good #1");
        assertThat(credential.status().since()).isEqualTo(since);
        assertThat(credential.status().detail())
                .isEqualTo("Not usable since %s: no answer. Still on key key of good of backup@example.com", since);
    }

    @Test
    void givenANewKeyThatIsNotAcceptedYet_whenItIs_thenItIsInUseAfterTheShortInterval() {
        // Given
        mount("good");
        credential.look();
        mount("good-2");
        issuer.says("good-2", "refused");
        credential.look();
        issuer.says("good-2", "good");

        // When
        clock.pass(FAILING);
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good-2 #2");
        assertThat(credential.status().degraded()).isFalse();
        assertThat(credential.status().since()).isEqualTo(clock.instant());
        assertThat(credential.status().detail()).isEqualTo("Key key of good-2 of backup@example.com works");
    }

    @Test
    void givenABadFile_whenAnotherBadOneReplacesIt_thenThatIsBadSinceItCame() {
        // Given
        mount("malformed");
        credential.look();

        // When
        clock.pass(Duration.ofMinutes(1));
        mount("foreign");
        credential.look();

        // Then
        assertThat(credential.status().since()).isEqualTo(clock.instant());
    }

    @Test
    void givenABadFile_whenTheLastGoodClientIsDoubtedAndItsKeyIsGood_thenAProvenClientTakesItsPlace() {
        // Given
        mount("good");
        credential.look();
        mount("malformed");
        credential.look();

        // When
        credential.doubt();
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good #3");
    }

    @Test
    void givenAGoodKey_whenItsFileIsRemoved_thenTheKeyStaysInUse() {
        // Given
        mount("good");
        credential.look();

        // When
        mounted = new Reading.Absent("removed");
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good #1");
        assertThat(credential.status().mounted()).isEqualTo(new CredentialState.Missing("removed"));
    }

    @Test
    void givenAGoodKey_whenAnotherGoodOneReplacesIt_thenTheNewOneIsInUse() {
        // Given
        mount("good");
        credential.look();

        // When
        mount("good-2");
        credential.look();

        // Then
        assertThat(credential.client()).isEqualTo("client of good-2 #1");
    }

    @Test
    void aGoodKeyIsProvenAgainAfterAWhileAndKeepsItsClient() {
        // Given
        mount("good");
        credential.look();

        // When
        clock.pass(WORKING.minusMillis(1));
        credential.look();
        var early = issuer.proofs.get("good");
        clock.pass(Duration.ofMillis(1));
        credential.look();

        // Then
        assertThat(early).isEqualTo(1);
        assertThat(issuer.proofs).containsEntry("good", 2);
        assertThat(credential.client()).isEqualTo("client of good #1");
        assertThat(credential.status().mounted()).isEqualTo(new CredentialState.Proven(issuer.key("good")));
        assertThat(credential.status().since()).isEqualTo(TestFactory.NOW);
    }

    @Test
    void givenAGoodKey_whenItIsRevoked_thenItsClientIsGivenUpThoughNothingWasPublished() {
        // Given
        mount("good");
        credential.look();
        issuer.says("good", "refused");

        // When
        clock.pass(WORKING);
        credential.look();

        // Then
        assertThat(credential.status().mounted().code()).isEqualTo("refused");
        assertThatThrownBy(credential::client).isInstanceOf(UnavailableException.class);
    }

    @Test
    void givenARevokedKey_whenItIsEnabledAgain_thenItIsInUseAfterTheShortInterval() {
        // Given
        mount("good");
        issuer.says("good", "refused");
        credential.look();
        issuer.says("good", "good");

        // When
        clock.pass(FAILING);
        credential.look();

        // Then
        assertThat(credential.client()).startsWith("client of good");
    }

    @Test
    void givenTheLastGoodKeyInUse_whenThatOneIsRevoked_thenItIsGivenUp() {
        // Given
        mount("good");
        credential.look();
        mount("malformed");
        credential.look();
        issuer.says("good", "refused");

        // When
        clock.pass(FAILING);
        credential.look();

        // Then
        assertThat(credential.status().inUse()).isEmpty();
    }

    @Test
    void givenAGoodKey_whenNobodyAnswers_thenTheClientStays() {
        // Given
        mount("good");
        credential.look();
        issuer.says("good", "unanswered");

        // When
        clock.pass(WORKING);
        credential.look();

        // Then
        assertThat(credential.status().mounted().code()).isEqualTo("unproven");
        assertThat(credential.client()).isEqualTo("client of good #1");
    }

    @Test
    void aDoubtIsCheckedAtTheNextLookWhateverTheTime() {
        // Given
        mount("good");
        credential.look();
        issuer.says("good", "refused");

        // When
        credential.doubt();
        credential.look();

        // Then
        assertThat(credential.status().mounted().code()).isEqualTo("refused");
    }

    private void mount(String content) {
        mounted = new Reading.Present(Bytes.utf8(content));
    }

    /** Proves a file by what its content, or the test, says. */
    private static final class Issuer implements KeyProver<String> {
        private final Map<String, Integer> proofs = new HashMap<>();
        private final Map<String, String> verdicts = new HashMap<>();

        private void says(String content, String verdict) {
            verdicts.put(content, verdict);
        }

        private KeyIdentity key(String content) {
            return new KeyIdentity("key of " + content, "backup@example.com");
        }

        @Override
        public Proof<String> prove(Bytes keyFile) {
            var content = new String(keyFile.toArray(), StandardCharsets.UTF_8);
            var proof = proofs.merge(content, 1, Integer::sum);
            var verdict = Optional.ofNullable(verdicts.get(content)).orElse(content);
            return switch (verdict) {
                case "malformed" -> new Proof.Malformed<>("no key");
                case "foreign" -> new Proof.WrongAccount<>(key(content), "of somebody else");
                case "revoked", "refused" -> new Proof.Refused<>(key(content), "disabled");
                case "uninvited" -> new Proof.NotAdmitted<>(key(content), "no grant");
                case "unanswered" -> new Proof.NoAnswer<>(key(content), "no answer");
                default -> new Proof.Good<>(key(content), "client of %s #%d".formatted(content, proof));
            };
        }
    }
}
