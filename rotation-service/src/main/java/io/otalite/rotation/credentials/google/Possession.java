package io.otalite.rotation.credentials.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.rotation.credentials.SecretContents;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a Secret that names a key has it. The name of a key and the address of its account are no secrets, and whoever writes them into
 * a Secret of their own would be given the next key; only the private half tells.
 */
final class Possession {
    private static final int NONCE_BYTES = 32;

    private final IamKeys keys;
    private final SecretContents contents;
    private final SecureRandom random;

    Possession(IamKeys keys, SecretContents contents, SecureRandom random) {
        this.keys = keys;
        this.contents = contents;
        this.random = random;
    }

    /** Those of the objects that have the private half of a key. Of one that Google does not show that cannot be told, so all may. */
    Set<ObjectRef> having(String account, String id, Set<ObjectRef> named) {
        var half = named.isEmpty() ? Optional.<PublicKey>empty() : keys.publicKey(account, id);
        if (half.isEmpty()) {
            return named;
        }
        return named.stream()
                .filter(holder -> contents.read(holder).orElse(Map.of()).values().stream()
                        .anyMatch(content -> holds(content, half.get())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which of the places do not have the private half of the key in use, for people. */
    List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        var id = subject.currentId().orElse("");
        var half = keys.publicKey(subject.account(), id);
        if (half.isEmpty()) {
            return List.of("Google does not show the key %s of %s, so nothing can prove that it holds it"
                    .formatted(id, subject.account()));
        }
        var refusals = new ArrayList<String>();
        new TreeMap<>(places).forEach((secret, entries) -> {
            var content = contents.read(secret).orElse(Map.of());
            for (var entry : entries) {
                var file = Optional.ofNullable(content.get(entry));
                if (!file.map(found -> holds(found, half.get())).orElse(false)) {
                    refusals.add(
                            "The entry %s of %s names the key %s of %s and does not hold its private half, so it is not given the next one"
                                    .formatted(entry, secret, id, subject.account()));
                }
            }
        });
        return refusals;
    }

    private boolean holds(Bytes file, PublicKey half) {
        try (var in = file.asInputStream()) {
            return belong(ServiceAccountCredentials.fromStream(in).getPrivateKey(), half, random);
        } catch (IOException | RuntimeException unusable) {
            // The library throws both kinds for a bad file, and may quote it.
            return false;
        }
    }

    /** Whether these are the two halves of one key. The modulus is in both, so that only a signature proves it. */
    static boolean belong(PrivateKey own, PublicKey half, SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(own);
            signer.update(nonce);
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(half);
            verifier.update(nonce);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException | RuntimeException unusable) {
            return false;
        }
    }
}
