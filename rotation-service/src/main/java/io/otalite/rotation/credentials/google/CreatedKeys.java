package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.KnownPlaces;
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
import java.util.stream.StreamSupport;

/**
 * Google makes the pair and gives the private half in its answer, once. A lost answer leaves a key that nobody has: it is told by being
 * newer than the intent, unknown to it and held nowhere, and is deleted before another is made. A lost key that Google does not list yet
 * at that moment stays, and is shown as an orphan.
 */
final class CreatedKeys implements Origin {
    /** The clock of Google may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final IamKeys keys;
    private final KnownPlaces places;
    private final Duration settling;
    private final Clock clock;

    CreatedKeys(IamKeys keys, KnownPlaces places, Duration settling, Clock clock) {
        this.keys = keys;
        this.places = places;
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
        takeBack(account, intent);
        var key = keys.create(account);
        var file = key.decodePrivateKeyData();
        if (file == null) {
            throw new IssuerUnavailableException("Google has made a key of %s and did not give it".formatted(account));
        }
        return new Issued(IamKeys.idOf(key), Map.of(Issued.WHOLE, Bytes.copyOf(file)));
    }

    @Override
    public void discard(String account, ObjectNode intent) {
        var found = takeBack(account, intent);
        if (found.isEmpty() && clock.instant().isBefore(time(intent).plus(settling))) {
            throw new IssuerUnavailableException(
                    "Google lists no such key of %s; one that was created may appear within %s"
                            .formatted(account, settling));
        }
    }

    private List<String> takeBack(String account, ObjectNode intent) {
        var known = StreamSupport.stream(intent.path("known").spliterator(), false)
                .map(id -> id.asText())
                .toList();
        var lost = keys.list(account).stream()
                .filter(key -> isNewer(key, time(intent)))
                .map(IamKeys::idOf)
                .filter(id -> !known.contains(id))
                .filter(id -> !places.hold(new ObjectRef(Kinds.GOOGLE_KEY, account, id)))
                .toList();
        lost.forEach(id -> keys.change(account, id, Standing.GONE));
        return lost;
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
