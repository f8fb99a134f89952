package io.otalite.rotation.rotations.http;

import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.Scheduled;
import io.otalite.rotation.rotations.Schedules;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which credentials are rotated by themselves, and when. */
@Path("/v1/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rotations")
public class SchedulesResource {
    private final Schedules schedules;

    SchedulesResource(Schedules schedules) {
        this.schedules = schedules;
    }

    @GET
    @Operation(
            summary = "All schedules, in the order of Secret and entry",
            description = "One for each credential in a Secret with the annotation rotation.ota-lite.io/rotate-every.")
    public Page<ScheduleView> list(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "schedules");
        try {
            var found = schedules.all().stream()
                    .filter(scheduled -> request.after()
                            .filter(last -> scheduled.key().compareTo(last) <= 0)
                            .isEmpty())
                    .limit(request.size() + 1L)
                    .toList();
            var page = Page.of(request, found, Scheduled::key);
            return new Page<>(page.items().stream().map(ScheduleView::of).toList(), page.nextPageToken());
        } catch (RotationsUnavailableException away) {
            throw new ProblemException(
                    503, "not_available_now", "Not available now", "%s; try again.".formatted(away.getMessage()));
        }
    }
}
