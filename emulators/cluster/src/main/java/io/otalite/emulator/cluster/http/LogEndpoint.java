package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.kubelet.PodRef;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The subresource {@code log} of a pod: what a container wrote, line by line. */
final class LogEndpoint {
    /** That the reader of a silent container is gone is never noticed. */
    private static final Duration LONGEST_FOLLOWED = Duration.ofHours(1);

    private final Objects objects;
    private final PodLogs logs;
    private final Clock clock;
    private final Duration longestFollowed;

    LogEndpoint(Objects objects, PodLogs logs, Clock clock) {
        this(objects, logs, clock, LONGEST_FOLLOWED);
    }

    /** @param longestFollowed when the answer to one who follows ends at the latest */
    LogEndpoint(Objects objects, PodLogs logs, Clock clock, Duration longestFollowed) {
        this.objects = objects;
        this.logs = logs;
        this.clock = clock;
        this.longestFollowed = longestFollowed;
    }

    /** @throws Refusal 404 for a missing pod, 400 for a container that is unknown or has not run */
    Answer get(Call call, ObjectKey key) {
        var pod = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
        var container = container(call, pod);
        var ref = new ContainerRef(new PodRef(key.namespace(), key.name(), Metadata.uid(pod)), container);
        var wanted = wanted(call);
        if (!logs.exists(ref, wanted.previous())) {
            throw Refusal.badRequest(
                    wanted.previous()
                            ? "previous terminated container \"%s\" in pod \"%s\" not found"
                                    .formatted(container, key.name())
                            : "container \"%s\" in pod \"%s\" is waiting to start: %s"
                                    .formatted(container, key.name(), waitingReason(pod, container)));
        }
        return new Answer.Stream("text/plain", new Answer.Source() {
            @Override
            public void writeTo(OutputStream out) throws IOException, InterruptedException {
                if (wanted.follow()) {
                    follow(ref, wanted, out);
                } else {
                    logs.copy(ref, wanted, out);
                }
            }

            @Override
            public void close() {
                // Nothing is held until the first line is copied.
            }
        });
    }

    private void follow(ContainerRef ref, PodLogs.Wanted wanted, OutputStream out)
            throws IOException, InterruptedException {
        var reader = Thread.currentThread();
        var ended = new CompletableFuture<Void>();
        var _ = ended.orTimeout(longestFollowed.toNanos(), TimeUnit.NANOSECONDS).whenComplete((_, late) -> {
            if (late != null) {
                reader.interrupt();
            }
        });
        try {
            logs.copy(ref, wanted, out);
        } catch (InterruptedException e) {
            if (!ended.isCompletedExceptionally()) {
                throw e;
            }
        } finally {
            ended.complete(null);
        }
    }

    private static String container(Call call, ObjectNode pod) {
        var names = names(pod);
        var wanted = call.query().find("container");
        if (wanted.isEmpty() && pod.path("spec").path("containers").size() == 1) {
            return pod.path("spec").path("containers").path(0).path("name").asText();
        }
        var name = wanted.orElseThrow(
                () -> Refusal.badRequest("a container name must be specified for pod %s, choose one of: [%s]"
                        .formatted(Metadata.name(pod), String.join(" ", names))));
        if (!names.contains(name)) {
            throw Refusal.badRequest("container %s is not valid for pod %s".formatted(name, Metadata.name(pod)));
        }
        return name;
    }

    private static List<String> names(ObjectNode pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(field -> pod.path("spec").path(field).valueStream())
                .map(container -> container.path("name").asText())
                .toList();
    }

    private static String waitingReason(ObjectNode pod, String container) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(field -> pod.path("status").path(field).valueStream())
                .filter(status -> status.path("name").asText().equals(container))
                .map(status ->
                        status.path("state").path("waiting").path("reason").asText("ContainerCreating"))
                .findFirst()
                .orElse("ContainerCreating");
    }

    private PodLogs.Wanted wanted(Call call) {
        var query = call.query();
        return new PodLogs.Wanted(
                query.flag("previous"),
                query.flag("follow"),
                query.flag("timestamps"),
                query.smallNumber("tailLines"),
                since(query),
                query.number("limitBytes"));
    }

    private Optional<Instant> since(Query query) {
        var seconds = query.number("sinceSeconds");
        if (seconds.isPresent()) {
            return Optional.of(clock.instant().minusSeconds(seconds.getAsLong()));
        }
        try {
            return query.find("sinceTime")
                    .map(time -> OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException _) {
            throw Refusal.badRequest(
                    "invalid value of sinceTime: \"%s\" must be an RFC 3339 time".formatted(query.text("sinceTime")));
        }
    }
}
