package io.otalite.rotation.restart.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ClusterConfig;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RecordedRestarts;
import io.otalite.rotation.restart.RestartObserver;
import io.otalite.rotation.restart.RestartOrder;
import io.otalite.rotation.restart.RestartPace;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartWork;
import io.otalite.rotation.restart.RestartWork.Surroundings;
import io.otalite.rotation.restart.postgres.PostgresClaims;
import io.otalite.rotation.restart.postgres.PostgresClaims.Holder;
import io.otalite.rotation.restart.postgres.PostgresInbox;
import io.otalite.rotation.restart.postgres.RestartDatabase;
import io.otalite.rotation.steps.StepLoop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A cluster that plays its containers, and everything that restarts workloads in it. */
final class RestartScene implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    /** Long enough for a container that crashes after half of it. */
    static final Duration WINDOW = Duration.ofMillis(800);

    private static final Clock CLOCK = Clock.systemUTC();
    private static final URI SOURCE = URI.create("urn:test");
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s, namespace: %s, annotations: {%s}}
            spec:
              replicas: %d
              selector: {matchLabels: {app: %s}}
              template:
                metadata: {labels: {app: %s}, annotations: {%s}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: main
                    image: registry.test/web:1
                    env: [{name: KEY, valueFrom: {secretKeyRef: {name: key, key: key}}}]
            """;

    final RestartDatabase database = new RestartDatabase();
    final World world = new World(CLOCK);
    final PostgresInbox inbox = new PostgresInbox(database.dataSource(), SOURCE, CLOCK);
    final AtomicInteger requests = new AtomicInteger();
    volatile Usage use = new Usage.Unknown("nobody was asked");
    private final TestCluster cluster;
    private final ClusterInformers informers;
    private final JudgementLoop judging;
    private final Judgements judgements;

    /** A server says only now and then that nothing has happened; a test does not wait for that. */
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();

    private StepLoop loop;

    RestartScene(Path home) {
        cluster = new TestCluster(home);
        judgements = new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(1)), CLOCK);
        world.addListener(judgements);
        informers = new ClusterInformers(
                cluster.admin(), ConfigMappings.read(ClusterConfig.class, Map.of()), world, judgements::markAll, CLOCK);
        judging = new JudgementLoop(judgements, informers::synced, Duration.ofMinutes(5), CLOCK);
        informers.start();
        judging.start();
        await().atMost(SOON).until(judging::judgedOnce);
        var unused = heartbeat.scheduleWithFixedDelay(this::confirm, 0, 100, TimeUnit.MILLISECONDS);
    }

    private void confirm() {
        Stream.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD)
                .map(Scope::everywhere)
                .forEach(world::see);
    }

    /** Begins to work, under a name of its own. */
    void begin(String instance) {
        var surroundings = new Surroundings(() -> true, () -> {}, world, judgements::of, (_, _) -> use, CLOCK);
        var pace = new RestartPace(
                Optional.of(WINDOW), WINDOW, Optional.of(Duration.ofSeconds(2)), SOON, Duration.ofMillis(100));
        var nobody = new RestartObserver() {
            @Override
            public void taken(String topic, Duration processing) {}

            @Override
            public void begun(Duration sinceChange) {}

            @Override
            public void setAside() {}
        };
        UnaryOperator<URI> counted = uri -> {
            requests.incrementAndGet();
            return uri;
        };
        var deployments = new KubernetesDeployments(cluster.client(counted));
        var work = new RestartWork(claims(instance), deployments, surroundings, pace, nobody);
        loop = new StepLoop(instance, work, 5, Duration.ofMillis(100));
        loop.start();
    }

    /** Stops to work; whatever is claimed stays so. */
    void end() {
        loop.close();
    }

    PostgresClaims claims(String instance) {
        return new PostgresClaims(
                database.dataSource(), SOURCE, new Holder(instance, Duration.ofSeconds(30), 3), CLOCK);
    }

    /** Ends every claim, as the time would. */
    void endClaims() {
        database.jdbi()
                .useHandle(handle -> handle.execute("update restart_task set claimed_until = now(), due_at = now()"));
    }

    RecordedRestarts restarts() {
        return new RecordedRestarts(
                inbox, world, new RestartOrder(world, Optional.empty()), informers::synced, () -> {});
    }

    /** A namespace with a Secret in it. */
    void namespace(String namespace) {
        cluster.create("""
                {apiVersion: v1, kind: Namespace, metadata: {name: %s}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: key, namespace: %s}, stringData: {key: old}}
                """.formatted(namespace, namespace));
    }

    /** A Deployment that uses the Secret, rolled out and seen to be. @param script what its container plays */
    ObjectRef deployment(String namespace, String name, String annotations, int replicas, String script) {
        cluster.create(DEPLOYMENT.formatted(name, namespace, annotations, replicas, name, name, script));
        var ref = new ObjectRef(Kinds.DEPLOYMENT, namespace, name);
        await().atMost(SOON)
                .until(() -> world.find(ref).isPresent()
                        && deployment(ref).getStatus().getConditions().stream()
                                .anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason()))
                        && judgements.of(ref).isPresent());
        return ref;
    }

    /** Writes the Secret, and waits until that is seen. */
    void write(String namespace, String value) {
        var secret = cluster.admin().secrets().inNamespace(namespace).withName("key");
        var written = secret.edit(present ->
                new SecretBuilder(present).addToStringData("key", value).build());
        var ref = new ObjectRef(Kinds.SECRET, namespace, "key");
        await().atMost(SOON)
                .until(() -> world.find(ref)
                        .filter(seen -> seen.meta()
                                .resourceVersion()
                                .equals(written.getMetadata().getResourceVersion()))
                        .isPresent());
    }

    static Change change(String rotation, String namespace) {
        return new Change(
                rotation,
                new ObjectRef(Kinds.SECRET, namespace, "key"),
                new TreeSet<>(Set.of("key")),
                Optional.of("old"),
                Optional.of("new"),
                Optional.empty(),
                CLOCK.instant());
    }

    Deployment deployment(ObjectRef ref) {
        return cluster.admin()
                .apps()
                .deployments()
                .inNamespace(ref.namespace())
                .withName(ref.name())
                .get();
    }

    TestCluster cluster() {
        return cluster;
    }

    List<String> pods(ObjectRef ref) {
        return cluster
                .admin()
                .pods()
                .inNamespace(ref.namespace())
                .withLabel("app", ref.name())
                .list()
                .getItems()
                .stream()
                .map(Pod::getMetadata)
                .filter(meta -> meta.getDeletionTimestamp() == null)
                .map(meta -> meta.getName())
                .toList();
    }

    /** The tasks of a rotation, once all of them are over. */
    List<RestartTask> over(String rotation) {
        return await().atMost(SOON)
                .until(
                        () -> inbox.tasks(rotation),
                        tasks -> !tasks.isEmpty()
                                && tasks.stream().allMatch(task -> task.state().isOver()));
    }

    /** When the restart of a workload was begun. */
    Instant begun(ObjectRef workload) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select begun_at from restart_task where workload = ?")
                        .bind(0, workload.id())
                        .mapTo(Instant.class)
                        .one());
    }

    Instant now() {
        return CLOCK.instant();
    }

    @Override
    public void close() throws Exception {
        heartbeat.shutdownNow();
        judging.close();
        informers.close();
        cluster.close();
        database.close();
    }
}
