package io.otalite.api.publication.http;

import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.rest.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The jobs that fioctl follows after a change. A publication is finished before its job can be known, so the log never
 * grows and never carries {@code X-RUN-STATUS}: the command line prints it once and ends.
 */
@Path("/")
@Tag(name = "Jobs")
public class JobsResource {
    static final String LOG = "runs/UpdateTargets/console.log";

    private final PublicationStore store;

    public JobsResource(PublicationStore store) {
        this.store = store;
    }

    /** A finished job. */
    public record JobView(long version, String status, String summary) {}

    @GET
    @Path("ota/factories/{factory}/jobs/{version: [1-9][0-9]{0,14}}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get a job")
    public JobView job(@PathParam("factory") String factory, @PathParam("version") long version) {
        return new JobView(version, "PASSED", find(factory, version).summary());
    }

    @GET
    @Path("ota/factories/{factory}/jobs/{version: [1-9][0-9]{0,14}}/" + LOG)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Get the log of a job", description = "The whole log; X-OFFSET is the client's own affair.")
    public String log(@PathParam("factory") String factory, @PathParam("version") long version) {
        var publication = find(factory, version);
        return """
                %s %s by %s
                Published version %d of %s
                targets.json sha256 %s
                """.formatted(
                        publication.createdAt(),
                        publication.summary(),
                        publication.createdBy(),
                        version,
                        factory,
                        publication.sha256().hex());
    }

    /** What {@code fioctl targets add} asks for before it names new Targets: the number of the newest build. */
    @GET
    @Path("projects/{factory}/lmp/builds/latest")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get the newest build", description = "Its number is the version of the newest publication.")
    public Map<String, Map<String, Map<String, Long>>> latestBuild(@PathParam("factory") String factory) {
        var head = Factories.find(store, factory).head().value();
        return Map.of("data", Map.of("build", Map.of("build_id", head)));
    }

    private PublicationRecord find(String factory, long version) {
        return store.publication(Factories.name(factory), version)
                .orElseThrow(() -> new ProblemException(
                        404,
                        "unknown_job",
                        "Unknown job",
                        "Factory %s has no publication %d. GET /v1/factories/%s/versions lists them."
                                .formatted(factory, version, factory)));
    }
}
