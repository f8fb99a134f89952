package io.otalite.api.roots;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.DetachedSignature;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.RootChain;
import io.otalite.tuf.SignatureProgress;
import io.otalite.tuf.SignedMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new root in one dialect while it is signed. Keys of the root before it count as well as its own: both thresholds must
 * be met (TUF 5.3.4).
 *
 * @param candidate its file, with the signatures so far
 */
public record RootSigning(Root present, SignedMetadata candidate) {
    static RootSigning of(Dialect dialect, Bytes present, Bytes candidate) {
        return new RootSigning(
                Root.parse(SignedMetadata.parse(dialect, present)), SignedMetadata.parse(dialect, candidate));
    }

    public Dialect dialect() {
        return candidate.dialect();
    }

    public Root root() {
        return Root.parse(candidate);
    }

    /** The exact bytes to sign. */
    public Bytes payload() {
        return Bytes.copyOf(candidate.canonicalSigned());
    }

    public SignatureProgress progress() {
        return RootChain.progress(Optional.of(present), candidate);
    }

    /** The root keys of both roots, by the names they have in this dialect. */
    public Map<KeyId, PublicKey> signers() {
        Map<KeyId, PublicKey> signers = new LinkedHashMap<>();
        for (var root : List.of(present, root())) {
            root.keysOf(RoleName.ROOT).forEach(signers::put);
        }
        return signers;
    }

    /** The file after a signature came in. */
    record Signed(PublicKey by, Bytes file) {}

    /**
     * The file with one more signature, whichever root key made it.
     *
     * @param encodings what the signature may be, where its text can be read in more than one way
     * @return empty when it is of none of them
     */
    Optional<Signed> with(List<Bytes> encodings) {
        var payload = candidate.canonicalSigned();
        for (var signer : signers().entrySet()) {
            for (var signature : encodings) {
                if (signer.getValue().verifies(payload, signature.toArray())) {
                    return Optional.of(
                            new Signed(signer.getValue(), with(signer.getKey(), signer.getValue(), signature)));
                }
            }
        }
        return Optional.empty();
    }

    private Bytes with(KeyId keyId, PublicKey key, Bytes signature) {
        List<DetachedSignature> signatures = new ArrayList<>();
        var known = signers();
        known.forEach((signer, itsKey) -> {
            var before = candidate.signatures().get(signer);
            if (before != null && !signer.equals(keyId)) {
                signatures.add(new DetachedSignature(itsKey, before));
            }
        });
        signatures.add(new DetachedSignature(key, signature));
        return MetadataWriter.assemble(dialect(), candidate.signed(), signatures);
    }
}
