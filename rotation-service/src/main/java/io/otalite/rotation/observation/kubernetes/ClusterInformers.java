package io.otalite.rotation.observation.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the world like the cluster. One thread looks at every watch each second and says what it has seen. A scope is confirmed
 * whenever its watch is heard: a server says about every minute that nothing has happened, so that the age of what is known is below
 * that and a change is known at once. A scope whose watch broke a few seconds ago is lost until it is back. That a connection is dead
 * of which this end knows nothing is noticed after 90 seconds of silence; until then its age grows.
 */
public final class ClusterInformers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterInformers.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** A short loss is no news. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration RETRY_DISCOVERY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final ApiReader reader;
    private final ClusterConfig config;
    private final World world;
    private final Runnable viewsChanged;
    private final Clock clock;
    private final Views views;
    private final Set<String> excluded;
    private final Map<String, KindWatch> watches = new LinkedHashMap<>();

    /** Kinds of the table that the cluster does not have, and those of which that is not known. */
    private final Set<String> absent = new TreeSet<>();

    private final Set<String> silent = new TreeSet<>();
    private final Semaphore news = new Semaphore(0);
    private CompletableFuture<Discovery.Found> discovery = new CompletableFuture<>();
    private Instant nextDiscovery = Instant.MIN;
    private Optional<Instant> lostSince = Optional.empty();
    private boolean reported;
    private volatile boolean synced;
    private volatile String awaited = "the cluster has not said yet which kinds it has";
    private volatile boolean closed;
    private final Thread thread = Thread.ofVirtual().name("cluster").unstarted(this::run);

    /** @param viewsChanged is called after a scope was won or lost */
    public ClusterInformers(
            KubernetesClient client, ClusterConfig config, World world, Runnable viewsChanged, Clock clock) {
        this.client = client;
        this.config = config;
        this.world = world;
        this.viewsChanged = viewsChanged;
        this.clock = clock;
        reader = new ApiReader(client);
        views = new Views(world);
        excluded = config.excludeKinds().orElse(Set.of());
    }

    public void start() {
        thread.start();
    }

    /** Whether every kind has been listed, or is known to be out of reach. Until then, nothing can be called missing. */
    public boolean synced() {
        return synced;
    }

    /** What keeps the world from being complete, for people; to be asked until it is synced. */
    public String awaited() {
        return awaited;
    }

    private void run() {
        while (!closed) {
            try {
                look(clock.instant());
            } catch (RuntimeException unexpected) {
                LOG.atError().setCause(unexpected).log("The look at the cluster failed");
            }
            try {
                if (news.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void look(Instant now) {
        discover(now);
        var namespaces = namespaces();
        watches.values().forEach(watch -> watch.look(isWorthAsking(watch) ? namespaces : Optional.of(List.of()), now));
        var outOfSight = watches.values().stream()
                .filter(KindWatch::isOutOfSight)
                .map(watch -> watch.kind().word())
                .toList();
        if (outOfSight.isEmpty()) {
            // Confirmed with everything else; what a cluster learns is noticed at the next discovery.
            absent.forEach(kind -> views.see(Scope.everywhere(kind)));
        }
        silent.forEach(kind -> views.lose(Scope.everywhere(kind), silence(WatchedKinds.groupOf(kind))));
        report(outOfSight, now);
        synced = synced || isSettled();
        if (views.haveChanged()) {
            viewsChanged.run();
        }
    }

    private boolean isSettled() {
        var unsettled = watches.values().stream()
                .filter(watch -> !watch.isSettled())
                .map(watch -> watch.kind().word())
                .toList();
        if (!unsettled.isEmpty()) {
            awaited = "not listed yet: " + String.join(", ", unsettled);
        } else if (!watches.isEmpty()) {
            awaited = "everything is listed, and is about to be judged";
        }
        return !watches.isEmpty() && unsettled.isEmpty();
    }

    /** Asks on a thread of its own: a group whose server hangs must not hold up the others. */
    private void discover(Instant now) {
        if (discovery.isDone()) {
            if (discovery.isCompletedExceptionally()) {
                nextDiscovery = now.plus(watches.isEmpty() ? RETRY_DISCOVERY : config.rediscoveryInterval());
            } else {
                found(discovery.join());
                nextDiscovery = now.plus(config.rediscoveryInterval());
            }
            discovery = new CompletableFuture<>();
        } else if (now.isAfter(nextDiscovery)) {
            nextDiscovery = Instant.MAX;
            var asked = discovery;
            Thread.ofVirtual().name("discovery").start(() -> ask(asked));
        }
    }

    private void ask(CompletableFuture<Discovery.Found> asked) {
        try {
            asked.complete(Discovery.ask(client));
        } catch (RuntimeException unanswered) {
            asked.completeExceptionally(unanswered);
        }
        news.release();
    }

    private void found(Discovery.Found found) {
        var wanted = found.kinds().values().stream()
                .filter(WatchedKinds::include)
                .filter(kind -> !excluded.contains(kind.word()))
                .collect(Collectors.toMap(ApiKind::word, kind -> kind));
        watches.values().removeIf(watch -> isGone(watch, wanted, found));
        watches.replaceAll((word, watch) -> inVersion(watch, wanted.getOrDefault(word, watch.kind())));
        absent.removeIf(wanted::containsKey);
        silent.clear();
        for (var word : WatchedKinds.TABLE) {
            if (!wanted.containsKey(word) && !watches.containsKey(word) && !excluded.contains(word)) {
                (isAnswered(WatchedKinds.groupOf(word), found) ? absent : silent).add(word);
            }
        }
        absent.removeAll(silent);
        wanted.values().stream()
                .filter(kind -> !watches.containsKey(kind.word()))
                .forEach(kind -> watches.put(kind.word(), watch(kind)));
    }

    private static String silence(String group) {
        return "the API group %s does not answer".formatted(group.isEmpty() ? "core" : group);
    }

    /** Whether what is not named of the group does not exist. */
    private static boolean isAnswered(String group, Discovery.Found found) {
        return !found.silent().contains(group) && !WatchedKinds.isEverywhere(group);
    }

    private KindWatch watch(ApiKind kind) {
        return new KindWatch(reader, kind, world, views, config.permissionRetryInterval(), news::release);
    }

    /** Goes on in another version, which shows the same objects. */
    private KindWatch inVersion(KindWatch watch, ApiKind kind) {
        if (watch.kind().equals(kind)) {
            return watch;
        }
        watch.close();
        return watch(kind);
    }

    private boolean isGone(KindWatch watch, Map<String, ApiKind> wanted, Discovery.Found found) {
        var kind = watch.kind();
        if (wanted.containsKey(kind.word()) || !isAnswered(kind.group(), found)) {
            return false;
        }
        LOG.atInfo().addKeyValue("kind", kind.word()).log("The cluster does not have the kind any more");
        watch.forget();
        absent.add(kind.word());
        return true;
    }

    private Optional<Collection<String>> namespaces() {
        if (config.namespaces().isPresent()) {
            return Optional.of(config.namespaces().get());
        }
        var watch = watches.get(Kinds.NAMESPACE);
        return watch == null || !watch.isSettled()
                ? Optional.empty()
                : Optional.of(world.names(Kinds.NAMESPACE, "").stream()
                        .map(ObjectRef::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A cluster may have hundreds of kinds that this service has no business with: those are not asked for in each namespace. */
    private boolean isWorthAsking(KindWatch watch) {
        return config.namespaces().isPresent()
                || WatchedKinds.TABLE.contains(watch.kind().word());
    }

    /** One line when the cluster goes out of sight, and one when it is back. */
    private void report(Collection<String> outOfSight, Instant now) {
        if (outOfSight.isEmpty()) {
            if (reported) {
                LOG.atInfo().log("The cluster is watched again");
            }
            lostSince = Optional.empty();
            reported = false;
        } else if (lostSince.isEmpty()) {
            lostSince = Optional.of(now);
        } else if (!reported && lostSince.get().plus(PATIENCE).isBefore(now)) {
            LOG.atWarn()
                    .addKeyValue("kinds", outOfSight)
                    .log("The cluster cannot be watched; what is known of it ages");
            reported = true;
        }
    }

    /** Ends all watches; what is known stays known. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        watches.values().forEach(KindWatch::close);
    }
}
