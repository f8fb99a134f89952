package io.otalite.rotation.links.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.WorldListener;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on each Secret which keys of Google service accounts stand in it, as annotations of this service's own prefix. The leader does
 * it. A merge patch that names the version it was made for changes nothing else, creates nothing, and fails when somebody was faster;
 * then that change brings the next attempt. What stands there already is not written again.
 */
public final class SecretStamps implements WorldListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretStamps.class);
    private static final String ACCOUNT = "service-account";
    private static final String KEY = "key-id";

    /** All are looked at again, in case that something was missed. */
    private static final Duration ROUND = Duration.ofMinutes(5);

    /** All are looked at again so soon after an attempt has failed. */
    private static final Duration RETRY = Duration.ofSeconds(15);

    /** Somebody who takes a stamp away again is not fought; neither is the API server flooded. */
    private static final Duration TRUCE = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final World world;
    private final Leadership leadership;
    private final Clock clock;
    private final Set<ObjectRef> due = new LinkedHashSet<>();
    private final Map<ObjectRef, Written> written = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("stamps").unstarted(this::run);
    private Instant nextRound;
    private boolean failing;

    private record Written(Map<String, String> stamps, Instant at) {}

    public SecretStamps(KubernetesClient client, World world, Leadership leadership, Clock clock) {
        this.client = client;
        this.world = world;
        this.leadership = leadership;
        this.clock = clock;
        nextRound = clock.instant().plus(ROUND);
    }

    public void start() {
        world.addListener(this);
        leadership.onChange(_ -> markAll());
        markAll();
        thread.start();
    }

    @Override
    public void changed(Optional<Observed> before, Optional<Observed> after, Set<ObjectRef> affected) {
        after.map(Observed::ref).filter(ref -> ref.kind().equals(Kinds.SECRET)).ifPresent(ref -> {
            synchronized (due) {
                due.add(ref);
                due.notifyAll();
            }
        });
    }

    /** Looks at every Secret again. */
    void markAll() {
        var all = world.ofKind(Kinds.SECRET).stream().map(Observed::ref).toList();
        synchronized (due) {
            due.addAll(all);
            due.notifyAll();
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                var next = next();
                if (!clock.instant().isBefore(nextRound)) {
                    nextRound = clock.instant().plus(ROUND);
                    written.keySet().removeIf(ref -> world.find(ref).isEmpty());
                    markAll();
                } else if (next.isPresent() && leadership.isLeader()) {
                    stamp(next.get());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next Secret; empty when there was none until the next round. */
    private Optional<ObjectRef> next() throws InterruptedException {
        synchronized (due) {
            if (due.isEmpty()) {
                TimeUnit.MILLISECONDS.timedWait(
                        due,
                        Math.max(1, Duration.between(clock.instant(), nextRound).toMillis()));
            }
            var first = due.stream().findFirst();
            first.ifPresent(due::remove);
            return first;
        }
    }

    private void stamp(ObjectRef ref) {
        if (!(world.look(ref) instanceof Sighting.Found(DataObject secret))) {
            return;
        }
        var wanted = Map.of(
                ACCOUNT, joined(secret, reference -> reference.target().namespace()),
                KEY, joined(secret, reference -> reference.target().name()));
        var present =
                Map.of(ACCOUNT, secret.meta().own(ACCOUNT), KEY, secret.meta().own(KEY));
        if (wanted.equals(present) || isTruce(ref, wanted)) {
            return;
        }
        try {
            write(secret, wanted);
            written.put(ref, new Written(wanted, clock.instant()));
            failing = false;
        } catch (KubernetesClientException refused) {
            failed(ref, refused.getCode());
        }
    }

    private boolean isTruce(ObjectRef ref, Map<String, String> wanted) {
        var last = written.get(ref);
        return last != null
                && last.stamps().equals(wanted)
                && last.at().plus(TRUCE).isAfter(clock.instant());
    }

    private static String joined(DataObject secret, Function<Reference, String> part) {
        return secret.references().stream()
                .filter(reference -> reference.target().kind().equals(Kinds.GOOGLE_KEY))
                .map(part)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private void write(DataObject secret, Map<String, String> wanted) {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", secret.meta().resourceVersion());
        var annotations = metadata.putObject("annotations");
        wanted.forEach((name, value) -> annotations.put(Meta.PREFIX + name, value.isEmpty() ? null : value));
        var unused = client.secrets()
                .inNamespace(secret.ref().namespace())
                .withName(secret.ref().name())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
    }

    /** One line until it works again. */
    private void failed(ObjectRef ref, int status) {
        var somebodyWasFaster = status == HttpURLConnection.HTTP_CONFLICT || status == HttpURLConnection.HTTP_NOT_FOUND;
        if (somebodyWasFaster) {
            return;
        }
        var retry = clock.instant().plus(RETRY);
        nextRound = retry.isBefore(nextRound) ? retry : nextRound;
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("secret", ref.id())
                    .addKeyValue("status", status)
                    .log("A Secret cannot be annotated; what was found is shown by this service only");
        }
    }

    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
