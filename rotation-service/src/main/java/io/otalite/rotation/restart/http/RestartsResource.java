package io.otalite.rotation.restart.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Quarantine;
import io.otalite.rotation.restart.RestartRecords;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.RestartsUnavailableException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Says what is and was restarted because of a rotation, and with what evidence. */
@Path("/v1/restarts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Restarts")
public class RestartsResource {
    private static final int MOST_OF_A_ROTATION = 10_000;

    private final RestartRecords records;

    RestartsResource(RestartRecords records) {
        this.records = records;
    }

    /** What is done for one workload. Secrets and workloads are named {@code namespace/kind/name}. */
    public record TaskView(
            @JsonProperty("rotation_id") String rotationId,
            String workload,
            List<String> secrets,
            State state,
            String awaited,
            Optional<String> reason,
            List<String> evidence,
            Instant recorded,
            Instant updated) {
        static TaskView of(RestartRecords.Entry entry) {
            var task = entry.task();
            return new TaskView(
                    task.rotationId(),
                    task.workload().id(),
                    entry.secrets().stream().map(ObjectRef::id).toList(),
                    task.state(),
                    entry.awaited(),
                    task.reason(),
                    task.evidence(),
                    entry.recorded(),
                    task.updated());
        }
    }

    /** What has changed. */
    public record ChangeView(
            String secret,
            SortedSet<String> keys,
            @JsonProperty("old_key_id") Optional<String> oldKeyId,
            @JsonProperty("new_key_id") Optional<String> newKeyId,
            Optional<String> account,
            Instant at) {
        static ChangeView of(Change change) {
            return new ChangeView(
                    change.secret().id(),
                    change.keys(),
                    change.oldKeyId(),
                    change.newKeyId(),
                    change.account(),
                    change.at());
        }
    }

    /** One rotation, as far as restarts are concerned. */
    public record RotationRestartsView(
            @JsonProperty("rotation_id") String rotationId, List<ChangeView> changes, List<TaskView> tasks) {}

    /** An event that nothing could be done with; its content is not shown. */
    public record QuarantinedView(
            String topic, int partition, long offset, String key, String reason, int size, Instant received) {
        static QuarantinedView of(Quarantine.Entry entry) {
            return new QuarantinedView(
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    entry.key(),
                    entry.reason(),
                    entry.size(),
                    entry.received());
        }
    }

    @GET
    @Operation(summary = "What is and was restarted, in the order in which it was recorded")
    public Page<TaskView> list(
            @QueryParam("rotation") @DefaultValue("") String rotation,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "restarts/" + rotation);
        var wanted = Optional.of(rotation).filter(id -> !id.isEmpty());
        var found = answered(() -> records.entries(wanted, after(request), request.size() + 1));
        var page = Page.of(request, found, entry -> Long.toString(entry.id()));
        return new Page<>(page.items().stream().map(TaskView::of).toList(), page.nextPageToken());
    }

    @GET
    @Path("/quarantine")
    @Operation(summary = "Events about rotated keys that nothing could be done with")
    public Page<QuarantinedView> quarantine(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "restarts/quarantine");
        var found = answered(() -> records.quarantined(after(request), request.size() + 1));
        var page = Page.of(request, found, entry -> Long.toString(entry.id()));
        return new Page<>(page.items().stream().map(QuarantinedView::of).toList(), page.nextPageToken());
    }

    @GET
    @Path("/{rotation_id}")
    @Operation(summary = "What one rotation has changed, and what was restarted for it, with the evidence")
    public RotationRestartsView one(@PathParam("rotation_id") String rotationId) {
        var changes = answered(() -> records.changes(rotationId));
        if (changes.isEmpty()) {
            throw new ProblemException(
                    404,
                    "unknown_rotation",
                    "Unknown rotation",
                    "Nothing was restarted for a rotation %s; GET /v1/restarts lists all.".formatted(rotationId));
        }
        var tasks = answered(() -> records.entries(Optional.of(rotationId), 0, MOST_OF_A_ROTATION));
        return new RotationRestartsView(
                rotationId,
                changes.stream().map(ChangeView::of).toList(),
                tasks.stream().map(TaskView::of).toList());
    }

    private static long after(PageRequest request) {
        return request.after(RestartsResource::number).orElse(0L);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (RestartsUnavailableException unavailable) {
            throw new ProblemException(
                    503,
                    "restarts_unavailable",
                    "The record of restarts does not answer",
                    "The database of this service cannot be reached now. Restarts go on when it can.");
        }
    }
}
