package io.otalite.benchmarks.rotation;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.Destination;
import io.otalite.rotation.rotations.Destinations;
import io.otalite.rotation.rotations.Plan;
import io.otalite.rotation.rotations.Preflight.Examined;
import io.otalite.rotation.rotations.State.Span;
import io.otalite.rotation.rotations.Steps;
import io.otalite.rotation.rotations.Workloads;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A cluster in which everything succeeds at once: each credential stands in two Secrets, and the two workloads that use it are healthy as
 * soon as they are asked about.
 */
final class ScriptedWorld implements Destinations, Restarts, Workloads {
    static final String ENTRY = "key.json";

    private final Clock clock;
    private final Map<ObjectRef, Content> secrets = new ConcurrentHashMap<>();

    ScriptedWorld(Clock clock) {
        this.clock = clock;
    }

    Steps.Surroundings surroundings() {
        return new Steps.Surroundings((plan, _) -> examined(plan), this, this, this, this::holders);
    }

    private Examined examined(Plan plan) {
        var observed = plan.destinations().stream()
                .map(Destination::secret)
                .collect(Collectors.toMap(
                        ObjectRef::id,
                        secret -> Map.of(
                                ENTRY,
                                Objects.requireNonNull(present(secret).entries().get(ENTRY))
                                        .sha256()
                                        .hex())));
        return new Examined(List.of(), List.of(), observed);
    }

    /** Puts a credential into a Secret. */
    void put(ObjectRef secret, String id) {
        secrets.put(secret, new Content(Map.of(ENTRY, ScriptedIssuer.content(id)), "1"));
    }

    /** Whether the Secret holds that credential. */
    boolean holds(ObjectRef secret, String id) {
        return present(secret).entries().containsValue(ScriptedIssuer.content(id));
    }

    private Content present(ObjectRef secret) {
        return secrets.getOrDefault(secret, new Content(Map.of(), "0"));
    }

    private Set<ObjectRef> holders(Subject subject, String id, Instant since) {
        return holds(subject.secret(), id) ? Set.of(subject.secret()) : Set.of();
    }

    @Override
    public List<String> refusals(Destination destination, Map<String, String> observed) {
        return List.of();
    }

    @Override
    public Optional<Content> read(Destination destination) {
        return Optional.ofNullable(secrets.get(destination.secret()));
    }

    @Override
    public Written write(Destination destination, Content read, Map<String, Bytes> entries, String mark) {
        var version = Integer.parseInt(read.resourceVersion()) + 1;
        var written = new Content(entries, Integer.toString(version));
        return secrets.replace(destination.secret(), read, written) ? new Written.Done() : new Written.Overtaken();
    }

    @Override
    public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
        return consumers();
    }

    static List<Consumer> consumers() {
        return List.of(consumer("web"), consumer("worker"));
    }

    private static Consumer consumer(String name) {
        return new Consumer(new ObjectRef(Kinds.DEPLOYMENT, "shop", name), Consumer.Mode.RESTART, Optional.empty());
    }

    @Override
    public Optional<String> unsettled(ObjectRef workload) {
        return Optional.empty();
    }

    @Override
    public Optional<String> damage(ObjectRef workload) {
        return Optional.empty();
    }

    @Override
    public boolean exists(ObjectRef workload) {
        return true;
    }

    @Override
    public boolean hasPodsOf(ObjectRef workload, Span span) {
        return false;
    }

    @Override
    public void request(Change change) {
        // Everything is on record already.
    }

    @Override
    public void request(Change change, Set<ObjectRef> workloads) {
        // As above.
    }

    @Override
    public void cancel(String rotationId, String reason) {
        // Nothing is going on.
    }

    @Override
    public List<RestartTask> tasks(String rotationId) {
        return consumers().stream()
                .map(consumer -> new RestartTask(
                        rotationId,
                        consumer.workload(),
                        State.VERIFIED,
                        Optional.empty(),
                        List.of("it stayed healthy"),
                        "",
                        clock.instant(),
                        true))
                .toList();
    }

    @Override
    public boolean isRecorded(String rotationId, ObjectRef secret) {
        return true;
    }
}
