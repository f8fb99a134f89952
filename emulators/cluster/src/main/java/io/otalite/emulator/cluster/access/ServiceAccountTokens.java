package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.kubelet.TokenSource;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.tls.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes and recognises the tokens of service accounts. A token names the uid of its account, and of its pod if it has one: it
 * dies with either, whatever its own end is. Nothing is stored but the key, so tokens survive a restart. Thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens">Bound
 *     service account tokens</a>
 */
public final class ServiceAccountTokens implements TokenSource {
    /** Whom a token is for unless it says otherwise: this API. */
    public static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

    private static final String PRIVATE_CLAIMS = "kubernetes.io";

    private final Objects objects;
    private final Jwt jwt;
    private final Clock clock;

    private ServiceAccountTokens(Objects objects, Jwt jwt, Clock clock) {
        this.objects = objects;
        this.jwt = jwt;
        this.clock = clock;
    }

    /**
     * What a token shall say.
     *
     * @param podUid empty for a token that is bound to no pod
     * @param audiences empty for this API
     */
    public record Wanted(String namespace, String serviceAccount, String podUid, List<String> audiences, Duration ttl) {
        public Wanted {
            audiences = audiences.isEmpty() ? List.of(AUDIENCE) : List.copyOf(audiences);
        }
    }

    /** A caller that a token proves, and for whom the token is. */
    public record Proof(Caller caller, List<String> audiences) {
        public Proof {
            audiences = List.copyOf(audiences);
        }
    }

    /** @throws IOException when the file of the key cannot be read or written, or holds something else */
    public static ServiceAccountTokens open(Path keyFile, Objects objects, Clock clock) throws IOException {
        return new ServiceAccountTokens(objects, new Jwt(KeyFile.openOrCreate(keyFile)), clock);
    }

    @Override
    public String mint(String namespace, String serviceAccount, String podUid, String audience, Duration ttl) {
        var audiences = audience.isEmpty() ? List.<String>of() : List.of(audience);
        return mint(new Wanted(namespace, serviceAccount, podUid, audiences, ttl));
    }

    /** @throws Refusal when there is no such service account or pod, or the pod is another account's */
    public String mint(Wanted wanted) {
        var key = new ObjectKey(Kinds.SERVICE_ACCOUNT, wanted.namespace(), wanted.serviceAccount());
        var account = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
        var now = clock.instant();
        var claims = JsonNodeFactory.instance.objectNode();
        wanted.audiences().forEach(claims.putArray("aud")::add);
        claims.put("iss", AUDIENCE)
                .put("sub", new ServiceAccountName(key.namespace(), key.name()).username())
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(wanted.ttl()).getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        var own = claims.putObject(PRIVATE_CLAIMS).put("namespace", key.namespace());
        own.set("serviceaccount", reference(account));
        if (!wanted.podUid().isEmpty()) {
            own.set("pod", reference(pod(wanted)));
        }
        return jwt.sign(claims);
    }

    /** Who presents it; empty when it is no token of ours, has ended, or its account or pod is gone. */
    public Optional<Proof> verify(String token) {
        return jwt.verify(token).filter(this::isInTime).filter(this::exists).map(ServiceAccountTokens::proof);
    }

    private boolean isInTime(JsonNode claims) {
        var now = clock.instant().getEpochSecond();
        return claims.path("nbf").asLong(Long.MAX_VALUE) <= now
                && now < claims.path("exp").asLong();
    }

    private boolean exists(JsonNode claims) {
        var own = claims.path(PRIVATE_CLAIMS);
        return lives(Kinds.SERVICE_ACCOUNT, own, own.path("serviceaccount"))
                && (!own.has("pod") || lives(Kinds.POD, own, own.path("pod")));
    }

    private boolean lives(Kind kind, JsonNode own, JsonNode reference) {
        var key = new ObjectKey(
                kind, own.path("namespace").asText(), reference.path("name").asText());
        return objects.get(key)
                .filter(object ->
                        Metadata.uid(object).equals(reference.path("uid").asText()))
                .isPresent();
    }

    private static Proof proof(JsonNode claims) {
        var own = claims.path(PRIVATE_CLAIMS);
        var account = own.path("serviceaccount");
        var name = new ServiceAccountName(
                own.path("namespace").asText(), account.path("name").asText());
        return new Proof(
                name.caller(account.path("uid").asText()),
                claims.path("aud").valueStream().map(JsonNode::asText).toList());
    }

    private ObjectNode pod(Wanted wanted) {
        return objects.list(Kinds.POD, wanted.namespace()).items().stream()
                .filter(pod -> Metadata.uid(pod).equals(wanted.podUid()))
                .findFirst()
                .map(pod -> requireAccount(pod, wanted.serviceAccount()))
                .orElseThrow(() -> Refusal.notFound(new ObjectKey(Kinds.POD, wanted.namespace(), wanted.podUid())));
    }

    private static ObjectNode requireAccount(ObjectNode pod, String account) {
        if (!pod.path("spec").path("serviceAccountName").asText().equals(account)) {
            throw Refusal.badRequest(
                    "cannot bind token for serviceaccount \"%s\" to pod running with different serviceaccount name."
                            .formatted(account));
        }
        return pod;
    }

    private static ObjectNode reference(ObjectNode object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", Metadata.name(object))
                .put("uid", Metadata.uid(object));
    }
}
