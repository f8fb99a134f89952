package io.otalite.rotation.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.otalite.rotation.observation.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every issuer of credentials keeps to. Each test begins with one good credential, the one in use. */
public abstract class CredentialIssuerContractTest {
    private CredentialIssuer issuer;
    private Subject subject;

    /** The issuer, and behind it nothing but the credential in use. */
    protected abstract CredentialIssuer issuer() throws Exception;

    /** An issuer whose other side is out of reach. */
    protected abstract CredentialIssuer unreachable();

    protected abstract Subject subject();

    /** Where the one in use stands. */
    protected abstract Map<ObjectRef, Set<String>> places();

    /** The next change is carried out, and the answer to it is lost. */
    protected abstract void loseTheNextAnswer();

    /** Whether a credential lets in who presents it, tried without the issuer. */
    protected abstract boolean letsIn(Issued credential);

    protected abstract Issued inUse();

    /** The ids of all that let in now, as the other side has them. */
    protected abstract Set<String> good();

    /** Presents the credential, so that its use can be seen from then on. */
    protected abstract void use(Issued credential);

    protected abstract Class<? extends Usage> whenUsed();

    protected abstract Class<? extends Usage> whenNotUsed();

    @BeforeEach
    void begin() throws Exception {
        issuer = issuer();
        subject = subject();
        assertThat(good()).containsExactly(inUse().id());
    }

    private Issued issued() {
        return issuer.issue(subject, issuer.intend(subject));
    }

    @Test
    void whatIsInOrderIsNotRefused() {
        assertThat(issuer.refusals(subject, places())).isEmpty();
    }

    @Test
    void aNewCredentialIsGoodBesideTheOneInUse() {
        // When
        var issued = issued();

        // Then
        assertThat(letsIn(issued)).isTrue();
        assertThat(letsIn(inUse())).isTrue();
        assertThat(good()).containsExactlyInAnyOrder(inUse().id(), issued.id());
        assertThat(issuer.prove(subject, issued)).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void anIntentAloneChangesNothing() {
        // When
        var unused = issuer.intend(subject);

        // Then
        assertThat(good()).containsExactly(inUse().id());
    }

    @Test
    protected void oneIntentMakesOneCredentialHoweverOftenItIsIssued() {
        // Given
        var intent = issuer.intend(subject);
        var unused = issuer.issue(subject, intent);

        // When
        var again = issuer.issue(subject, intent);

        // Then
        assertThat(good()).containsExactlyInAnyOrder(inUse().id(), again.id());
        assertThat(letsIn(again)).isTrue();
    }

    @Test
    protected void aLostAnswerLeavesNoCredentialThatNobodyKnows() {
        // Given
        var intent = issuer.intend(subject);
        loseTheNextAnswer();
        assertThatThrownBy(() -> issuer.issue(subject, intent)).isInstanceOf(IssuerUnavailableException.class);
        assertThat(good()).hasSize(2);

        // When
        var issued = issuer.issue(subject, intent);

        // Then
        assertThat(good()).containsExactlyInAnyOrder(inUse().id(), issued.id());
        assertThat(letsIn(issued)).isTrue();
    }

    @Test
    protected void whatWasMadeUnderAnIntentIsTakenBackThoughItsAnswerWasLost() {
        // Given
        var intent = issuer.intend(subject);
        loseTheNextAnswer();
        assertThatThrownBy(() -> issuer.issue(subject, intent)).isInstanceOf(IssuerUnavailableException.class);

        // When
        issuer.discard(subject, intent, Optional.empty());

        // Then
        assertThat(good()).containsExactly(inUse().id());
    }

    @Test
    void anIntentCanBeDiscardedWhetherOrNotAnythingWasMade() {
        // Given
        var intent = issuer.intend(subject);
        issuer.discard(subject, intent, Optional.empty());
        var issued = issuer.issue(subject, intent);
        issuer.discard(subject, intent, Optional.of(issued.id()));

        // When
        issuer.discard(subject, intent, Optional.of(issued.id()));

        // Then
        assertThat(good()).containsExactly(inUse().id());
        assertThat(issuer.standing(subject, issued.id())).isEqualTo(Standing.GONE);
    }

    @Test
    void theOldOneIsRefusedWhileItIsDisabledAndLetInAgainOnceEnabled() {
        // Given
        var issued = issued();
        issuer.change(subject, inUse().id(), Standing.DISABLED);
        issuer.change(subject, inUse().id(), Standing.DISABLED);
        assertThat(issuer.standing(subject, inUse().id())).isEqualTo(Standing.DISABLED);
        assertThat(letsIn(inUse())).isFalse();
        assertThat(letsIn(issued)).isTrue();

        // When
        issuer.change(subject, inUse().id(), Standing.ENABLED);
        issuer.change(subject, inUse().id(), Standing.ENABLED);

        // Then
        assertThat(issuer.standing(subject, inUse().id())).isEqualTo(Standing.ENABLED);
        assertThat(letsIn(inUse())).isTrue();
    }

    @Test
    void aDeletedOneStaysDeleted() {
        // Given
        var issued = issued();
        issuer.change(subject, inUse().id(), Standing.DISABLED);
        issuer.change(subject, inUse().id(), Standing.GONE);
        issuer.change(subject, inUse().id(), Standing.GONE);

        // When
        assertThatThrownBy(() -> issuer.change(subject, inUse().id(), Standing.ENABLED))
                .isInstanceOf(IssuerRefusedException.class);

        // Then
        assertThat(issuer.standing(subject, inUse().id())).isEqualTo(Standing.GONE);
        assertThat(good()).containsExactly(issued.id());
    }

    @Test
    void aLostAnswerToADisablingIsMadeGoodByAnotherAttempt() {
        // Given
        var unused = issued();
        loseTheNextAnswer();
        assertThatThrownBy(() -> issuer.change(subject, inUse().id(), Standing.DISABLED))
                .isInstanceOf(IssuerUnavailableException.class);

        // When
        issuer.change(subject, inUse().id(), Standing.DISABLED);

        // Then
        assertThat(issuer.standing(subject, inUse().id())).isEqualTo(Standing.DISABLED);
    }

    @Test
    void whatIsRefusedIsNotProven() {
        // Given
        var issued = issued();
        issuer.change(subject, issued.id(), Standing.DISABLED);

        // When
        var proof = issuer.prove(subject, issued);

        // Then
        assertThat(proof).isInstanceOf(Proof.NotYet.class);
    }

    @Test
    void whatNobodyUsesIsSilentOrUnknown() {
        // Given
        use(inUse());
        var issued = issued();

        // When
        var usage = issuer.usage(subject, issued.id(), Instant.EPOCH);

        // Then
        assertThat(usage).isInstanceOf(whenNotUsed());
    }

    @Test
    void whatIsUsedIsNeverSilent() {
        // Given
        var issued = issued();
        use(issued);

        // When
        var usage = issuer.usage(subject, issued.id(), Instant.EPOCH);

        // Then
        assertThat(usage).isInstanceOf(whenUsed()).isNotInstanceOf(Usage.Silent.class);
    }

    /** Where nobody can ever tell, nobody need be asked. */
    private void use(CredentialIssuer away, Issued issued) {
        if (away.usage(subject, issued.id(), Instant.EPOCH) instanceof Usage.Unknown(var reason)) {
            throw new IssuerUnavailableException(reason);
        }
    }

    @Test
    void whereNobodyAnswersNothingIsTakenForAnAnswer() {
        // Given
        var intent = issuer.intend(subject);
        var issued = issuer.issue(subject, intent);
        var away = unreachable();

        // When / Then
        var failures = List.of(
                catchThrowable(() -> use(away, issued)),
                catchThrowable(() -> away.refusals(subject, places())),
                catchThrowable(() -> away.issue(subject, intent)),
                catchThrowable(() -> away.discard(subject, intent, Optional.of(issued.id()))),
                catchThrowable(() -> away.standing(subject, issued.id())),
                catchThrowable(() -> away.change(subject, issued.id(), Standing.GONE)));
        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure).isInstanceOf(IssuerUnavailableException.class);
            assertThat(secrets(issued)).noneMatch(Throwables.getStackTrace(failure)::contains);
        });
    }

    @Test
    void nothingSecretIsPrinted() {
        // Given
        var intent = issuer.intend(subject);

        // When
        var issued = issuer.issue(subject, intent);

        // Then
        var printed = "%s %s %s %s".formatted(intent, issued, subject, issuer.prove(subject, issued));
        assertThat(secrets(issued)).isNotEmpty().noneMatch(printed::contains);
    }

    /** What must not be read anywhere: the parts of the credential that are no names. */
    private static List<String> secrets(Issued issued) {
        return issued.parts().entrySet().stream()
                .filter(part -> !part.getKey().equals(Subjects.USERNAME))
                .map(part -> new String(part.getValue().toArray(), StandardCharsets.UTF_8))
                .flatMap(text -> text.lines().filter(line -> line.length() >= 30))
                .toList();
    }
}
