package io.otalite.api.publication.http;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.otalite.api.publication.CreateFactory;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.StrictJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Factories and the history of their publications. */
@Path("/v1/factories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Factories")
public class FactoriesResource {
    private static final int MAX_BYTES = 10_000;

    private final PublicationStore store;
    private final CreateFactory createFactory;

    public FactoriesResource(PublicationStore store, CreateFactory createFactory) {
        this.store = store;
        this.createFactory = createFactory;
    }

    /** A factory as the API shows it. */
    public record FactoryView(String name, boolean publicMetadata, long version, Instant createdAt) {
        static FactoryView of(Factory factory) {
            return new FactoryView(
                    factory.name().value(),
                    factory.publicMetadata(),
                    factory.head().value(),
                    factory.createdAt());
        }
    }

    /** A publication as the API shows it. */
    public record VersionView(long version, String sha256, Instant createdAt, String createdBy, String summary) {
        static VersionView of(PublicationRecord publication) {
            return new VersionView(
                    publication.version().value(),
                    publication.sha256().hex(),
                    publication.createdAt(),
                    publication.createdBy(),
                    publication.summary());
        }
    }

    /** What a new factory is made of. */
    @Schema(name = "NewFactory")
    public record NewFactory(
            @Schema(required = true, pattern = FactoryName.FORM)
            String name,

            boolean publicMetadata) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a factory",
            description = "Generates its signing keys and first root, and publishes version 1 without Targets.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewFactory.class)))
    public Response create(byte[] body, @Context ContainerRequestContext context) {
        var request = newFactory(body);
        var name = new FactoryName(request.name());
        var created = createFactory.create(
                name, request.publicMetadata(), AccessFilter.caller(context).name());
        var factory = created.orElseThrow(() -> new ProblemException(
                409,
                "factory_exists",
                "Factory exists",
                "There is a factory %s already. Choose another name, or go on with that one.".formatted(name.value())));
        return Response.created(URI.create("/v1/factories/" + name.value()))
                .entity(FactoryView.of(factory))
                .build();
    }

    @GET
    @Operation(summary = "List factories", description = "In the order of their names, paged.")
    public Page<FactoryView> list(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "factories");
        var read = store.list(request.after(FactoryName::parse), request.size() + 1);
        return Page.of(request, read.stream().map(FactoryView::of).toList(), FactoryView::name);
    }

    @GET
    @Path("/{factory}")
    @Operation(summary = "Get a factory")
    public FactoryView get(@PathParam("factory") String factory) {
        return FactoryView.of(Factories.find(store, factory));
    }

    @GET
    @Path("/{factory}/versions")
    @Operation(summary = "List the publications of a factory", description = "Newest first, paged.")
    public Page<VersionView> versions(
            @PathParam("factory") String factory,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var name = Factories.find(store, factory).name();
        var request = PageRequest.of(pageSize, pageToken, "versions of " + name.value());
        var before =
                request.after(FactoriesResource::version).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        var read = store.history(name, before, request.size() + 1);
        return Page.of(
                request, read.stream().map(VersionView::of).toList(), version -> Long.toString(version.version()));
    }

    private static Optional<Long> version(String text) {
        return text.matches("[1-9][0-9]{0,14}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static NewFactory newFactory(byte[] body) {
        var json = StrictJson.object(body, StrictJson.Limits.publishing(MAX_BYTES));
        var name = json.path("name").textValue();
        if (name == null || FactoryName.parse(name).isEmpty()) {
            throw invalid(
                    "/name", "1 to 63 characters a-z, 0-9 and \"-\", beginning and ending with a letter or digit");
        }
        var publicMetadata = json.path("publicMetadata");
        if (!publicMetadata.isMissingNode() && !(publicMetadata instanceof BooleanNode)) {
            throw invalid("/publicMetadata", "true or false");
        }
        return new NewFactory(name, publicMetadata.booleanValue());
    }

    private static ProblemException invalid(String where, String expected) {
        return new ProblemException(
                400,
                "invalid_factory",
                "Invalid factory",
                "At %s: expected %s.".formatted(where, expected),
                Map.of(where, expected));
    }
}
