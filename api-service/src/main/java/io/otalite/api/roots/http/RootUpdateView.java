package io.otalite.api.roots.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otalite.api.roots.Ceremony;
import io.otalite.api.roots.RootSigning;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.Verification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A root update as the API shows it.
 *
 * @param state {@code awaiting_signatures} or {@code published}
 * @param root the version of the new root
 * @param version what was published with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RootUpdateView(
        String state,
        long root,
        @Nullable Long version,
        @Nullable String message,
        @Nullable Instant startedAt,
        @Nullable String startedBy,
        @Nullable Instant expires,
        @Nullable List<DialectView> dialects) {

    static RootUpdateView published(long root, long version) {
        return new RootUpdateView("published", root, version, null, null, null, null, null);
    }

    static RootUpdateView of(String factory, Ceremony ceremony) {
        var update = ceremony.update();
        var root = ceremony.signings().getFirst().root();
        return new RootUpdateView(
                "awaiting_signatures",
                root.version().value(),
                null,
                update.message(),
                update.startedAt(),
                update.startedBy(),
                root.expires(),
                ceremony.signings().stream()
                        .map(signing -> DialectView.of(factory, signing))
                        .toList());
    }

    /**
     * One of the payloads that have to be signed.
     *
     * @param payload where the exact bytes are
     * @param presentRoot what the root that devices trust now asks for
     * @param newRoot what the new root asks for
     * @param awaited keys whose signature would help; any of them may be next
     */
    public record DialectView(
            String dialect,
            boolean complete,
            String payload,
            String payloadSha256,
            ThresholdView presentRoot,
            ThresholdView newRoot,
            List<KeyView> awaited) {
        static DialectView of(String factory, RootSigning signing) {
            var progress = signing.progress();
            var dialect = signing.dialect().id();
            var signers = signing.signers();
            return new DialectView(
                    dialect,
                    progress.complete(),
                    "/v1/factories/%s/root-update/%s/payload".formatted(factory, dialect),
                    signing.payload().sha256().hex(),
                    ThresholdView.of(progress.byTrusted().orElseThrow()),
                    ThresholdView.of(progress.byCandidate()),
                    signers.entrySet().stream()
                            .filter(signer -> progress.awaited().contains(signer.getKey()))
                            .map(signer -> KeyView.of(signer.getKey(), signer.getValue()))
                            .toList());
        }
    }

    /** How far one threshold is met. */
    public record ThresholdView(int threshold, List<String> signedBy, List<String> missing) {
        static ThresholdView of(Verification verification) {
            return new ThresholdView(
                    verification.threshold(),
                    verification.signedBy().stream().map(KeyId::hex).toList(),
                    verification.missing().stream().map(KeyId::hex).toList());
        }
    }

    /** A public key: 64 hexadecimal digits of an Ed25519 key, PEM of any other. */
    public record KeyView(String keyid, String keytype, String scheme, String publicKey) {
        static KeyView of(KeyId keyId, PublicKey key) {
            return new KeyView(keyId.hex(), key.keyType(), key.scheme(), key.text());
        }
    }
}
