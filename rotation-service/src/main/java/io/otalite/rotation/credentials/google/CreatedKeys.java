package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Google makes the pair and gives the private half in its answer, once. A lost answer leaves a key that nobody has; but a key that is
 * newer than the intent and held nowhere that is watched may as well be one that somebody else has made meanwhile and uses. So none is
 * taken back: no other is made while there is such a key, and people, who are shown it as an orphan, decide.
 */
final class CreatedKeys implements Origin {
    /** The clock of Google may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final IamKeys keys;
    private final CredentialHolders holders;
    private final Settling settling;
    private final Clock clock;

    CreatedKeys(IamKeys keys, CredentialHolders holders, Settling settling, Clock clock) {
        this.keys = keys;
        this.holders = holders;
        this.settling = settling;
        this.clock = clock;
    }

    @Override
    public ObjectNode intend(String account) {
        var intent = JsonNodeFactory.instance
                .objectNode()
                .put("time", clock.instant().toString());
        var known = intent.putArray("known");
        keys.list(account).forEach(key -> known.add(IamKeys.idOf(key)));
        return intent;
    }

    @Override
    public Issued issue(String account, ObjectNode intent) {
        var unexplained = unexplained(account, intent);
        if (!unexplained.isEmpty()) {
            throw new IssuerRefusedException(
                    "%s has new keys that nothing which is observed holds: %s. An answer of Google may have been lost, or somebody else has made them; delete what nobody uses"
                            .formatted(account, String.join(", ", unexplained)));
        }
        var key = keys.create(account);
        var file = key.decodePrivateKeyData();
        if (file == null) {
            throw new IssuerUnavailableException("Google has made a key of %s and did not give it".formatted(account));
        }
        return new Issued(IamKeys.idOf(key), Map.of(Issued.WHOLE, Bytes.copyOf(file)));
    }

    @Override
    public void discard(String account, ObjectNode intent, Optional<String> issued) {
        if (issued.isPresent()
                && !keys.change(account, issued.get(), Standing.GONE)
                && !settling.isOver(issued.get())) {
            throw new IssuerUnavailableException(
                    "Google shows no key %s of %s; it may appear within %s".formatted(issued.get(), account, settling));
        }
    }

    private List<String> unexplained(String account, ObjectNode intent) {
        var known = StreamSupport.stream(intent.path("known").spliterator(), false)
                .map(id -> id.asText())
                .toList();
        return keys.list(account).stream()
                .filter(key -> isNewer(key, time(intent)))
                .map(IamKeys::idOf)
                .filter(id -> !known.contains(id))
                .filter(id -> !holders.hold(new ObjectRef(Kinds.GOOGLE_KEY, account, id)))
                .toList();
    }

    /** A key whose age is not told is somebody else's. */
    private static boolean isNewer(ServiceAccountKey key, Instant intended) {
        var made = key.getValidAfterTime();
        return "GOOGLE_PROVIDED".equals(key.getKeyOrigin())
                && made != null
                && Meta.instant(made)
                        .filter(time -> !time.isBefore(intended.minus(SKEW)))
                        .isPresent();
    }

    private static Instant time(ObjectNode intent) {
        return Instant.parse(intent.path("time").asText());
    }
}
