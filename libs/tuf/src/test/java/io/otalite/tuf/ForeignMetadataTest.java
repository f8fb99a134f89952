package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata of another implementation, with ECDSA keys, delegations and members of its own. */
class ForeignMetadataTest {

    @ParameterizedTest
    @CsvSource({"1.root.json, ROOT", "timestamp.json, TIMESTAMP", "2.snapshot.json, SNAPSHOT", "1.targets.json, TARGETS"
    })
    void itsSignaturesCoverExactlyOurCanonicalBytes(String name, RoleName role)
            throws IOException, GeneralSecurityException {
        SignedMetadata file = SignedMetadata.parse(file(name));
        Root root = Root.parse(SignedMetadata.parse(file("1.root.json")));
        KeyId keyId = root.role(role).keyIds().getFirst();

        assertThat(verifiesWithEcdsa(
                        root.keys().get(keyId),
                        file.canonicalSigned(),
                        file.signatures().get(keyId)))
                .isTrue();
    }

    @Test
    void itsKeyIdsAreTheDigestsOfOurCanonicalKeyObjects() throws IOException {
        var keys = SignedMetadata.parse(file("1.root.json")).signed().get("keys");

        assertThat(keys.properties())
                .hasSize(2)
                .allSatisfy(key -> assertThat(Sha256.of(CanonicalJson.encode(key.getValue())))
                        .hasToString(key.getKey()));
    }

    @Test
    void itsDocumentsAreReadIncludingWhatWeDoNotUse() throws IOException {
        SignedMetadata targets = SignedMetadata.parse(file("1.targets.json"));

        assertThat(Targets.parse(targets).targets()).isEmpty();
        assertThat(targets.signed().at("/delegations/roles/0/name").textValue()).isEqualTo("delegatedrole");
        assertThat(Snapshot.parse(SignedMetadata.parse(file("2.snapshot.json"))).meta())
                .containsOnlyKeys("targets.json", "delegatedrole.json");
    }

    @Test
    void keysThatCannotBeUsedCountAsMissingSignatures() throws IOException {
        Bytes root = file("1.root.json");

        WalkResult result = ClientWalk.walk(
                TrustedState.ofRoot(root), name -> Optional.empty(), Instant.parse("2025-02-09T09:17:23Z"));

        assertThat(result).isInstanceOfSatisfying(WalkResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE_THRESHOLD);
            assertThat(refused.section()).isEqualTo("5.2");
        });
    }

    private static boolean verifiesWithEcdsa(PublicKey key, byte[] message, Bytes signature)
            throws GeneralSecurityException {
        String base64 = key.publicHex().replaceAll("-----[A-Z ]+-----|\\s", "");
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
        verifier.update(message);
        return verifier.verify(signature.toArray());
    }

    private static Bytes file(String name) throws IOException {
        try (var resource = ForeignMetadataTest.class.getResourceAsStream("/tuf-on-ci/" + name)) {
            assertThat(resource).as(name).isNotNull();
            return Bytes.copyOf(resource.readAllBytes());
        }
    }
}
