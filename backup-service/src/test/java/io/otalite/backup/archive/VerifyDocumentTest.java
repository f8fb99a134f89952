package io.otalite.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.backup.TestFactory;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.conformance.Covers;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.otalite.tuf.Dialect#all")
class VerifyDocumentTest {
    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final WriteDocument write = new WriteDocument(store);
    private final AtomicInteger asked = new AtomicInteger();
    private boolean caughtUp = true;
    private Runnable beforeAnswer = () -> {};

    private final VerifyRoot verifyRoot = new VerifyRoot(store);
    private final VerifyTargets verifyTargets = new VerifyTargets(new TrustedRoots(store), () -> {
        asked.incrementAndGet();
        beforeAnswer.run();
        return caughtUp;
    });

    private final Dialect dialect;
    private final TestFactory acme;

    VerifyDocumentTest(Dialect dialect) {
        this.dialect = dialect;
        this.acme = new TestFactory("acme", dialect);
    }

    @Test
    void targetsSignedByTheFactorysRootAreGood() {
        archive(acme.root());

        assertThat(verify(acme.targets(1))).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void anOldVersionIsVerifiedByTheRootOfItsTime() {
        // Given
        archive(acme.root());
        var old = acme.targets(1);
        archive(acme.rotateRoot());
        archive(acme.rotateRoot());

        // When, Then
        assertThat(verify(old)).isEmpty();
        assertThat(verify(acme.targets(2))).isEmpty();
    }

    @Test
    void aRootThatWasArchivedAfterTheChainWasReadCounts() {
        // Given
        archive(acme.root());
        verify(acme.targets(1));
        archive(acme.rotateRoot());

        // When, Then
        assertThat(verify(acme.targets(2))).isEmpty();
    }

    @Test
    void targetsThatOvertookTheirRootAreHeld() {
        // Given
        caughtUp = false;

        // When, Then
        assertThatThrownBy(() -> verify(acme.targets(1)))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(HoldCause.ROOT));
    }

    @Test
    void aRootThatArrivesWhileTheQuestionIsAskedCounts() {
        // Given
        archive(acme.root());
        var rotated = acme.rotateRoot();
        beforeAnswer = () -> archive(rotated);

        // When, Then
        assertThat(verify(acme.targets(1))).isEmpty();
    }

    @Test
    void targetsOfAnotherFactorysKeysHaveABadSignature() {
        // Given
        archive(acme.root());
        var forged = new TestFactory("acme", dialect).targets(1);

        // When, Then
        assertRefused(verify(forged), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void targetsOfAFactoryWithoutARootHaveABadSignature() {
        assertRefused(verify(acme.targets(1)), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void targetsWithAChangedByteHaveABadSignature() {
        // Given
        archive(acme.root());
        var good = acme.targets(1);
        var changed = Bytes.utf8(text(good.document()).replace("image-000000", "image-000001"));

        // When, Then
        assertRefused(verify(withDocument(good, changed)), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void targetsThatAreNotMetadataAreMalformed() {
        assertRefused(verify(withDocument(acme.targets(1), Bytes.utf8("{}"))), Refusal.Reason.MALFORMED_DOCUMENT);
    }

    @Test
    void targetsOfAnotherVersionThanTheEventSaysAreRefused() {
        // Given
        archive(acme.root());
        var first = acme.targets(1);
        var claimed = new TargetsPublished(
                acme.identity(RoleName.TARGETS, new MetadataVersion(2)),
                first.sha256(),
                Optional.empty(),
                TestFactory.NOW,
                first.document());

        // When, Then
        assertRefused(verify(claimed), Refusal.Reason.WRONG_IDENTITY);
    }

    @Test
    void aRootInThePlaceOfTargetsIsRefused() {
        assertRefused(verify(withDocument(acme.targets(1), acme.root().document())), Refusal.Reason.WRONG_IDENTITY);
    }

    @Test
    void whenTheStoreDoesNotAnswerNothingIsDecided() {
        // Given
        store.fail(HoldCause.STORE);

        // When, Then
        assertThatThrownBy(() -> verify(acme.targets(1))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> verify(acme.rotateRoot())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aRootThatWasPutIntoTheBucketByAnybodyElseVerifiesNothing() {
        // Given
        archive(acme.root());
        var stranger = new TestFactory("acme", dialect);
        stranger.root();
        archive(stranger.rotateRoot());

        // When, Then
        assertRefused(verify(stranger.targets(1)), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    void aChainWithoutItsFirstRootVerifiesNothing() {
        // Given
        acme.root();
        archive(acme.rotateRoot());

        // When, Then
        assertRefused(verify(acme.targets(1)), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    @Covers("5.2")
    void aFirstRootIsTrustedWhenItSignsItself() {
        assertThat(verify(acme.root())).isEmpty();
    }

    @Test
    void aNextRootSignedByTheOneBeforeIsGood() {
        archive(acme.root());

        assertThat(verify(acme.rotateRoot())).isEmpty();
    }

    @Test
    @Covers({"W4", "5.3.4"})
    void aNextRootSignedByItsOwnKeysOnlyHasABadSignature() {
        // Given
        archive(acme.root());
        var stranger = new TestFactory("acme", dialect);
        stranger.root();

        // When, Then
        assertRefused(verify(stranger.rotateRoot()), Refusal.Reason.BAD_SIGNATURE);
    }

    @Test
    @Covers({"W4", "5.3.5"})
    void aRootWhosePredecessorIsMissingIsAGap() {
        // Given
        archive(acme.root());
        acme.rotateRoot();

        // When, Then
        assertRefused(verify(acme.rotateRoot()), Refusal.Reason.ROOT_GAP);
    }

    @Test
    void aRootThatIsNotMetadataIsMalformed() {
        // Given
        var root = acme.root();
        var nonsense = Bytes.utf8("[]");

        // When, Then
        assertRefused(
                verify(new RootPublished(root.identity(), nonsense.sha256(), Optional.empty(), root.time(), nonsense)),
                Refusal.Reason.MALFORMED_DOCUMENT);
    }

    @Test
    void whatIsSpeltInAnotherDialectThanTheEventSaysIsRefused() {
        // Given
        archive(acme.root());
        var other = inOtherDialect();

        // When
        var targets = verify(withDocument(acme.targets(1), other.targets(1).document()));
        var root = verify(withDocument(acme.rotateRoot(), other.rotateRoot().document()));

        // Then
        var reason = dialect == Dialect.TUF ? Refusal.Reason.WRONG_IDENTITY : Refusal.Reason.MALFORMED_DOCUMENT;
        assertRefused(targets, reason);
        assertRefused(root, reason);
    }

    @Test
    void rootsOfAnotherDialectVerifyNothingAndAreNotContinued() {
        // Given
        var other = inOtherDialect();
        archive(other.root());
        archive(other.rotateRoot());
        verify(other.targets(1));

        // When, Then
        assertRefused(verify(acme.targets(1)), Refusal.Reason.BAD_SIGNATURE);
        assertRefused(verify(acme.rotateRoot()), Refusal.Reason.ROOT_GAP);
    }

    @Test
    void eachDialectHasAChainOfItsOwn() {
        // Given
        var other = inOtherDialect();
        archive(other.root());
        archive(acme.root());
        archive(other.rotateRoot());

        // When, Then
        assertThat(verify(acme.targets(1))).isEmpty();
        assertThat(verify(other.targets(1))).isEmpty();
        assertThat(verify(acme.rotateRoot())).isEmpty();
    }

    private TestFactory inOtherDialect() {
        return new TestFactory("acme", dialect == Dialect.TUF ? Dialect.ATS : Dialect.TUF);
    }

    private Optional<Refusal> verify(TargetsPublished event) {
        return verifyTargets.verify(SignedDocument.of(event));
    }

    private Optional<Refusal> verify(RootPublished event) {
        return verifyRoot.verify(SignedDocument.of(event));
    }

    private void archive(RootPublished root) {
        var origin = new Origin(new RecordPosition("roots", 0, 0), "id");
        assertThat(write.write(SignedDocument.of(root), origin)).isInstanceOf(ArchiveOutcome.Archived.class);
    }

    private static TargetsPublished withDocument(TargetsPublished event, Bytes document) {
        return new TargetsPublished(event.identity(), document.sha256(), event.previous(), event.time(), document);
    }

    private static RootPublished withDocument(RootPublished event, Bytes document) {
        return new RootPublished(event.identity(), document.sha256(), event.previous(), event.time(), document);
    }

    private static String text(Bytes document) {
        return new String(document.toArray(), StandardCharsets.UTF_8);
    }

    private static void assertRefused(Optional<Refusal> refusal, Refusal.Reason reason) {
        assertThat(refusal).map(Refusal::reason).contains(reason);
    }
}
