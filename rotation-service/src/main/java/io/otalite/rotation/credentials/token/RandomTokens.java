package io.otalite.rotation.credentials.token;

import io.otalite.access.AccessToken;
import io.otalite.rotation.credentials.AcceptedHashes;
import io.otalite.rotation.credentials.AcceptedHashes.Listed;
import io.otalite.rotation.credentials.AcceptedHashes.Place;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.TokenId;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tokens of 256 random bits. Whoever verifies them goes by a list of hashes in another Secret; so a new token is good beside the old one
 * as soon as its hash is on the list and has reached the verifier.
 *
 * <p>The list is written to only for who already holds a token on it: an annotation alone opens nothing.
 */
public final class RandomTokens implements CredentialIssuer {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int SUCCESSES = 200;
    private static final int REDIRECTS = 300;

    private final AcceptedHashes hashes;
    private final SecureRandom random;
    private final Clock clock;

    /** Follows no redirect: the token is for the named address alone. */
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    public RandomTokens(AcceptedHashes hashes, SecureRandom random, Clock clock) {
        this.hashes = hashes;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Subjects.RANDOM_TOKEN;
    }

    @Override
    public List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        var refusals = new ArrayList<String>();
        try {
            checkHeld(subject, hashes.read(place(subject)));
        } catch (IssuerRefusedException refused) {
            refusals.add(String.valueOf(refused.getMessage()));
        }
        if (probe(subject).isEmpty()) {
            refusals.add(
                    "The annotation probe-url of %s must name a http or https address where the new token can be tried"
                            .formatted(subject.secret()));
        }
        return refusals;
    }

    private static Place place(Subject subject) {
        var parts = subject.setting("accepted-in").orElse("").split("/", -1);
        if (parts.length != 3 || List.of(parts).contains("")) {
            throw new IssuerRefusedException(
                    ("The annotation accepted-in of %s must name the list of hashes that the verifier goes by, as"
                                    + " namespace/secret/entry: without one, two tokens cannot be good at the same time")
                            .formatted(subject.secret()));
        }
        return new Place(parts[0], parts[1], parts[2]);
    }

    private static void checkHeld(Subject subject, Listed listed) {
        if (subject.currentId().filter(id -> has(listed.accepted(), id)).isEmpty()) {
            throw new IssuerRefusedException(
                    "The token in %s is not one that %s accepts; a line break after the token makes it another one"
                            .formatted(subject.secret(), place(subject)));
        }
    }

    private static boolean has(List<String> hashes, String id) {
        return hashes.stream().map(TokenId::of).anyMatch(id::equals);
    }

    private static Optional<URI> probe(Subject subject) {
        try {
            return subject.setting("probe-url")
                    .map(URI::create)
                    .filter(url ->
                            url.getHost() != null && List.of("http", "https").contains(url.getScheme()));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    @Override
    public Bytes intend(Subject subject) {
        return Bytes.utf8(AccessToken.generate(random).reveal());
    }

    @Override
    public Issued issue(Subject subject, Bytes intent) {
        var hash = hash(intent);
        var place = place(subject);
        var listed = hashes.read(place);
        if (!listed.accepted().contains(hash)) {
            checkHeld(subject, listed);
            hashes.write(place, new Listed(with(listed.accepted(), hash), listed.setAside(), listed.version()));
        }
        return new Issued(TokenId.of(hash), Map.of(Issued.WHOLE, intent));
    }

    private static String hash(Bytes token) {
        return token.sha256().hex();
    }

    @Override
    public void discard(Subject subject, Bytes intent, Optional<String> issued) {
        change(subject, TokenId.of(hash(intent)), Standing.GONE);
    }

    @Override
    public Proof prove(Subject subject, Issued issued) {
        var url = probe(subject);
        var token = issued.parts().get(Issued.WHOLE);
        if (url.isEmpty() || token == null) {
            return new Proof.NotYet("There is no address where the new token can be tried");
        }
        try {
            var request = HttpRequest.newBuilder(url.get())
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + new String(token.toArray(), StandardCharsets.US_ASCII))
                    .GET()
                    .build();
            return judged(http.send(request, BodyHandlers.discarding()).statusCode(), url.get());
        } catch (IOException failure) {
            return new Proof.NotYet("%s gives no answer".formatted(url.get()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Proof.NotYet("The attempt was interrupted");
        }
    }

    private Proof judged(int status, URI url) {
        if (status >= SUCCESSES && status < REDIRECTS) {
            return new Proof.Proven(List.of("%s answered HTTP %d to it at %s".formatted(url, status, clock.instant())));
        }
        return status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN
                ? new Proof.NotYet("%s answers HTTP %d; the list of hashes may not have reached the verifier"
                        .formatted(url, status))
                : new Proof.NotYet("%s answers HTTP %d".formatted(url, status));
    }

    @Override
    public Usage usage(Subject subject, String id, Instant since) {
        return new Usage.Unknown("Who verifies a token by its hash does not tell which one was used");
    }

    @Override
    public Standing standing(Subject subject, String id) {
        return standing(hashes.read(place(subject)), id);
    }

    private static Standing standing(Listed listed, String id) {
        if (has(listed.accepted(), id)) {
            return Standing.ENABLED;
        }
        return has(listed.setAside(), id) ? Standing.DISABLED : Standing.GONE;
    }

    @Override
    public void change(Subject subject, String id, Standing standing) {
        var place = place(subject);
        var listed = hashes.read(place);
        var before = standing(listed, id);
        if (before == standing) {
            return;
        }
        if (before == Standing.GONE) {
            throw new IssuerRefusedException("The token %s is not known to %s any more".formatted(id, place));
        }
        var next = changed(listed, id, standing);
        if (next.accepted().isEmpty()) {
            throw new IssuerRefusedException("Without the token %s, %s would accept none".formatted(id, place));
        }
        hashes.write(place, next);
    }

    private static Listed changed(Listed listed, String id, Standing standing) {
        Predicate<String> other = hash -> !TokenId.of(hash).equals(id);
        var accepted = listed.accepted().stream().filter(other).toList();
        var setAside = listed.setAside().stream().filter(other).toList();
        var hash = Stream.concat(listed.accepted().stream(), listed.setAside().stream())
                .filter(other.negate())
                .findFirst()
                .orElseThrow();
        return switch (standing) {
            case ENABLED -> new Listed(with(accepted, hash), setAside, listed.version());
            case DISABLED -> new Listed(accepted, with(setAside, hash), listed.version());
            case GONE -> new Listed(accepted, setAside, listed.version());
        };
    }

    private static List<String> with(List<String> hashes, String another) {
        var more = new ArrayList<>(hashes);
        more.add(another);
        return more;
    }
}
