package io.otalite.api.publication.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.PublishTargets.Outcome;
import io.otalite.api.publication.SetId;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.api.targets.TargetsRequest;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Targets;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The Targets of a factory, as fioctl reads and changes them.
 *
 * <p>A change is published before it is answered. The answer still has the form of a job, because that is what the command
 * line follows: its log is there at once. {@code If-Match} (or {@code x-ats-role-checksum}) is honoured where a client
 * sends it, and never asked for.
 */
@Path("/ota/factories/{factory}/targets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Targets")
public class TargetsResource {
    private static final String ROLE_CHECKSUM = "x-ats-role-checksum";

    private final PublicationStore store;
    private final PublishTargets publishTargets;

    public TargetsResource(PublicationStore store, PublishTargets publishTargets) {
        this.store = store;
        this.publishTargets = publishTargets;
    }

    /**
     * What a change answers.
     *
     * @param jobserv where the job is, ending in a slash
     * @param web the same, for people
     * @param version the version that the change published
     * @param warnings what its customer should look at, for instance a document that is nearly too large
     */
    public record Job(
            @JsonProperty("jobserv-url") String jobserv,
            @JsonProperty("web-url") String web,
            long version,
            List<String> warnings) {}

    @GET
    @Operation(
            summary = "List Targets",
            description = "A map of name to Target; with ?version=N only those whose custom.version is N.")
    public Response list(
            @PathParam("factory") String factory,
            @QueryParam("version") @Nullable String version,
            @Context Request conditions) {
        var newest = newest(factory);
        var document = newest.document();
        var unchanged =
                conditions.evaluatePreconditions(new EntityTag(document.sha256().hex()));
        if (unchanged != null) {
            return tagged(unchanged, document).build();
        }
        var targets = JsonNodeFactory.instance.objectNode();
        newest.targets().forEach((name, target) -> {
            if (version == null
                    || version.equals(target.path("custom").path("version").textValue())) {
                targets.set(name, target);
            }
        });
        return tagged(Response.ok(targets), document).build();
    }

    @GET
    @Path("/{target: .+}")
    @Operation(summary = "Get one Target", description = "The name may have slashes in it.")
    public Response get(@PathParam("factory") String factory, @PathParam("target") String target) {
        var newest = newest(factory);
        var found = newest.targets().get(target);
        if (found == null) {
            throw new ProblemException(
                    404,
                    "unknown_target",
                    "Unknown target",
                    "Factory %s has no Target %s. GET the Targets of the factory to see their names."
                            .formatted(factory, target));
        }
        return tagged(Response.ok(found), newest.document()).build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace all Targets", description = "Body: {\"targets\": {name: Target}}")
    public Response replace(
            @PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        return publish(factory, body, TargetsRequest::replace, context);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add Targets", description = "Body: {\"targets\": {name: Target}}")
    public Response add(@PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        return publish(factory, body, TargetsRequest::add, context);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change Targets",
            description =
                    "Body: {\"targets\": {name: change}}; objects are merged member by member, all else is replaced.")
    public Response merge(@PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        return publish(factory, body, TargetsRequest::merge, context);
    }

    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Remove Targets",
            description = "Body: {\"targets\": [name]}; an unknown name fails the whole request.")
    public Response remove(
            @PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        return publish(factory, body, TargetsRequest::remove, context);
    }

    private Response publish(
            String factory, byte[] body, Function<byte[], TargetsEdit> reader, ContainerRequestContext context) {
        var edit = reader.apply(body);
        var caller = AccessFilter.caller(context).name();
        var outcome =
                publishTargets.publish(Factories.name(factory), edit, Conditions.of(context, ROLE_CHECKSUM), caller);
        return switch (outcome) {
            case Outcome.Published published -> job(factory, published, context);
            case Outcome.PreconditionFailed failed -> throw changed(failed);
            case Outcome.NoSuchFactory() -> throw Factories.unknown(factory);
        };
    }

    private static Response job(String factory, Outcome.Published outcome, ContainerRequestContext context) {
        var published = outcome.record();
        var url = context.getUriInfo()
                .getBaseUriBuilder()
                .path("ota/factories/{factory}/jobs/{version}/")
                .build(factory, published.version().value())
                .toString();
        return Response.ok(
                        new Job(url, url + JobsResource.LOG, published.version().value(), outcome.warnings()))
                .tag(new EntityTag(published.sha256().hex()))
                .header(ROLE_CHECKSUM, published.sha256().hex())
                .build();
    }

    private static ProblemException changed(Outcome.PreconditionFailed current) {
        return new ProblemException(
                412,
                "targets_changed",
                "Targets changed",
                ("The Targets are at version %d with checksum %s, which is not what the request expects."
                                + " Read them again and repeat the change.")
                        .formatted(current.version().value(), current.sha256().hex()),
                Map.of(
                        "If-Match",
                        "the current entity tag is \"" + current.sha256().hex() + "\""));
    }

    private Newest newest(String factory) {
        var set = SetId.full(Factories.find(store, factory).dialects().getFirst());
        return store.served(Factories.name(factory), set, RoleName.TARGETS)
                .map(document -> new Newest(set.dialect(), document))
                .orElseThrow(() -> Factories.unknown(factory));
    }

    private record Newest(Dialect dialect, Bytes document) {
        Map<String, JsonNode> targets() {
            var targets = new LinkedHashMap<String, JsonNode>();
            Targets.parse(SignedMetadata.parse(dialect, document))
                    .targets()
                    .forEach((name, target) -> targets.put(name.value(), target.toJson()));
            return targets;
        }
    }

    private static Response.ResponseBuilder tagged(Response.ResponseBuilder answer, Bytes document) {
        var sha256 = document.sha256().hex();
        return answer.tag(new EntityTag(sha256)).header(ROLE_CHECKSUM, sha256).header("Cache-Control", "no-cache");
    }
}
