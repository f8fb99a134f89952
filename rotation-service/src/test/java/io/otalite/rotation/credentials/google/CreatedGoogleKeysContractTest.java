package io.otalite.rotation.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.CredentialIssuerContractTest;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreatedGoogleKeysContractTest extends CredentialIssuerContractTest {
    @TempDir
    static Path home;

    private static GoogleScene google;

    private CredentialIssuer issuer;

    @BeforeAll
    static void start() {
        google = new GoogleScene(home);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Override
    protected CredentialIssuer issuer() {
        google.reset();
        issuer = google.issuer(Map.of("origin", "create"));
        return issuer;
    }

    @Override
    protected CredentialIssuer unreachable() {
        return google.unreachable();
    }

    @Override
    protected Subject subject() {
        return google.subject();
    }

    @Override
    protected Map<ObjectRef, Set<String>> places() {
        return google.places();
    }

    @Override
    protected void loseTheNextAnswer() {
        google.fault("\"method\":\"POST\",\"path\":\"/v1/*\",\"effect\":\"drop-after\"");
    }

    @Override
    protected boolean letsIn(Issued credential) {
        return GoogleScene.letsIn(credential);
    }

    @Override
    protected Issued inUse() {
        return google.inUse();
    }

    @Override
    protected Set<String> good() {
        return google.good();
    }

    @Override
    protected void use(Issued credential) {
        google.use(credential);
    }

    @Override
    protected Class<? extends Usage> whenUsed() {
        return Usage.Used.class;
    }

    @Override
    protected Class<? extends Usage> whenNotUsed() {
        return Usage.Silent.class;
    }

    /** Which of the new keys is the lost one cannot be told, and one of somebody else's must not be touched. */
    @Override
    @Test
    protected void aLostAnswerLeavesNoCredentialThatNobodyKnows() {
        // Given
        var intent = issuer.intend(subject());
        loseTheNextAnswer();
        assertThatThrownBy(() -> issuer.issue(subject(), intent)).isInstanceOf(IssuerUnavailableException.class);
        var lost = others();

        // When
        assertThatThrownBy(() -> issuer.issue(subject(), intent))
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessageContaining(String.join(", ", lost));

        // Then
        assertThat(lost).hasSize(1).isEqualTo(others());
    }

    private Set<String> others() {
        var others = good();
        others.remove(inUse().id());
        return others;
    }

    @Override
    @Test
    protected void whatWasMadeUnderAnIntentIsTakenBackThoughItsAnswerWasLost() {
        // Given
        var intent = issuer.intend(subject());
        var theirs = google.createKey();

        // When
        issuer.discard(subject(), intent, Optional.empty());

        // Then
        assertThat(good()).containsExactlyInAnyOrder(inUse().id(), theirs.id());
    }

    /** Google makes another one each time, so it is made once. */
    @Override
    @Test
    protected void oneIntentMakesOneCredentialHoweverOftenItIsIssued() {
        // Given
        var intent = issuer.intend(subject());
        var issued = issuer.issue(subject(), intent);

        // When
        assertThatThrownBy(() -> issuer.issue(subject(), intent)).isInstanceOf(IssuerRefusedException.class);

        // Then
        assertThat(good()).containsExactlyInAnyOrder(inUse().id(), issued.id());
    }
}
