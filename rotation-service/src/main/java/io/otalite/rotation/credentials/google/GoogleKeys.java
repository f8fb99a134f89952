package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.SecretContents;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys of Google service accounts. IAM knows no idempotent creation, so that the intent carries what tells a key of ours; which of two
 * ways that goes is recorded in it too, and survives a change of the configuration.
 */
public final class GoogleKeys implements CredentialIssuer {
    /** Two places are kept for people. */
    private static final int FULL = IamKeys.MOST_KEYS - 2;

    private static final JsonMapper JSON = new JsonMapper();

    private final IamKeys keys;
    private final Origin uploaded;
    private final Origin created;
    private final KeyOrigin preferred;
    private final Possession possession;
    private final KeyProof proof;
    private final KeyMetric metric;

    public GoogleKeys(
            GoogleAccess google,
            GoogleKeysConfig config,
            CredentialHolders holders,
            SecretContents contents,
            SecureRandom random,
            Clock clock) {
        keys = new IamKeys(google);
        var settling = new Settling(config.settling(), clock);
        uploaded = new UploadedKeys(keys, google, settling, random, clock);
        created = new CreatedKeys(keys, holders, settling, clock);
        preferred = config.origin();
        possession = new Possession(keys, contents, random);
        proof = new KeyProof(google, keys, random, clock);
        metric = new KeyMetric(google, keys, config.visibilityDelay(), clock);
    }

    @Override
    public String kind() {
        return Subjects.GOOGLE_KEY;
    }

    @Override
    public List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        var refusals = new ArrayList<String>();
        var email = subject.account();
        try {
            if (Boolean.TRUE.equals(keys.account(email).getDisabled())) {
                refusals.add("The account %s is disabled".formatted(email));
            }
            var present = keys.list(email).size();
            if (present >= FULL) {
                refusals.add(
                        "%s has %d user-managed keys of at most %d, and two places are kept free; delete what nobody uses"
                                .formatted(email, present, IamKeys.MOST_KEYS));
            }
            refusals.addAll(possession.refusals(subject, places));
        } catch (IssuerRefusedException refused) {
            refusals.add(String.valueOf(refused.getMessage()));
        }
        return refusals;
    }

    @Override
    public Set<ObjectRef> having(Subject subject, String id, Set<ObjectRef> named) {
        return possession.having(subject.account(), id, named);
    }

    @Override
    public Bytes intend(Subject subject) {
        var intent = origin(preferred).intend(subject.account());
        return Bytes.utf8(
                intent.put("origin", preferred.name().toLowerCase(Locale.ROOT)).toString());
    }

    private Origin origin(KeyOrigin origin) {
        return switch (origin) {
            case UPLOAD -> uploaded;
            case CREATE -> created;
        };
    }

    @Override
    public Issued issue(Subject subject, Bytes intent) {
        var read = read(intent);
        return origin(read).issue(subject.account(), read);
    }

    @Override
    public void discard(Subject subject, Bytes intent, Optional<String> issued) {
        var read = read(intent);
        origin(read).discard(subject.account(), read, issued);
    }

    private Origin origin(ObjectNode intent) {
        return origin(KeyOrigin.valueOf(intent.path("origin").asText().toUpperCase(Locale.ROOT)));
    }

    private static ObjectNode read(Bytes intent) {
        try {
            if (JSON.readTree(intent.toArray()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException quotesIt) {
            // Told below, without the content.
        } catch (IOException inMemory) {
            throw new IllegalStateException("Bytes can always be read");
        }
        throw new IllegalArgumentException("The intent is not one of this issuer");
    }

    @Override
    public Proof prove(Subject subject, Issued issued) {
        return proof.of(subject, issued);
    }

    @Override
    public Usage usage(Subject subject, String id, Instant since) {
        return metric.of(subject.account(), id, since);
    }

    @Override
    public Standing standing(Subject subject, String id) {
        return keys.find(subject.account(), id)
                .map(key -> Boolean.TRUE.equals(key.getDisabled()) ? Standing.DISABLED : Standing.ENABLED)
                .orElse(Standing.GONE);
    }

    @Override
    public void change(Subject subject, String id, Standing standing) {
        var unused = keys.change(subject.account(), id, standing);
    }
}
