package io.otalite.api.publication.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otalite.api.publication.ChangeSettings;
import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.CreateFactory;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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
    private final PublicationStore store;
    private final CreateFactory createFactory;
    private final ChangeSettings changeSettings;

    public FactoriesResource(PublicationStore store, CreateFactory createFactory, ChangeSettings changeSettings) {
        this.store = store;
        this.createFactory = createFactory;
        this.changeSettings = changeSettings;
    }

    /** A factory as the API shows it; instants as they stand in its metadata. */
    public record FactoryView(
            String name,
            boolean publicMetadata,
            List<String> dialects,
            long version,
            Map<String, Long> versions,
            Map<String, Instant> expires,
            LimitsView clientLimits,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RetentionView retention,

            Instant createdAt) {
        static FactoryView of(Factory factory) {
            return new FactoryView(
                    factory.name().value(),
                    factory.settings().publicMetadata(),
                    factory.dialects().stream().map(Dialect::id).toList(),
                    factory.head().value(),
                    byRole(role -> factory.heads().of(role).value()),
                    byRole(factory.heads().expiries()::of),
                    LimitsView.of(factory.settings().limits()),
                    factory.settings()
                            .retention()
                            .map(retention -> new RetentionView(retention.keepPerTag()))
                            .orElse(null),
                    factory.createdAt());
        }

        private static <T> Map<String, T> byRole(Function<RoleName, T> value) {
            var values = new LinkedHashMap<String, T>();
            Arrays.stream(RoleName.values()).forEach(role -> values.put(role.json(), value.apply(role)));
            return values;
        }
    }

    /** What the clients of a factory read, in bytes and in roots followed in one update. */
    @Schema(name = "ClientLimits")
    public record LimitsView(int root, int targets, int rootRotations) {
        static LimitsView of(ClientLimits limits) {
            return new LimitsView(limits.root(), limits.targets(), limits.rootRotations());
        }
    }

    /** How many builds are kept for each tag and hardware id. */
    @Schema(name = "Retention")
    public record RetentionView(int keepPerTag) {}

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

    /** What can be said of a new factory; only the name must be. */
    @Schema(name = "NewFactory")
    public record NewFactory(
            @Schema(required = true, pattern = FactoryName.FORM)
            String name,

            boolean publicMetadata,

            @Schema(
                    description =
                            "\"tuf\" (the default), \"ats\" for aktualizr and fioctl, or both; cannot be changed later")
            List<String> dialects,

            LimitsView clientLimits,
            RetentionView retention) {}

    /** What can be changed of a factory. */
    @Schema(name = "FactoryChange")
    public record FactoryChange(
            boolean publicMetadata,
            LimitsView clientLimits,
            @Schema(description = "null keeps all Targets") RetentionView retention) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a factory",
            description = "Generates its signing keys and first root, and publishes version 1 without Targets.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewFactory.class)))
    public Response create(byte[] body, @Context ContainerRequestContext context) {
        var request = FactoryRequest.creation(body);
        var name = request.name();
        var created = createFactory.create(
                name, request.settings(), AccessFilter.caller(context).name());
        var factory = created.orElseThrow(() -> new ProblemException(
                409,
                "factory_exists",
                "Factory exists",
                "There is a factory %s already. Choose another name, or go on with that one.".formatted(name.value())));
        return Response.created(URI.create("/v1/factories/" + name.value()))
                .entity(FactoryView.of(factory))
                .build();
    }

    @PATCH
    @Path("/{factory}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a factory",
            description = "What is not named stays as it is. Retention removes Targets at the next publication.")
    @RequestBody(content = @Content(schema = @Schema(implementation = FactoryChange.class)))
    public FactoryView change(
            @PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        var request = FactoryRequest.change(body);
        var caller = AccessFilter.caller(context).name();
        try {
            return changeSettings
                    .change(Factories.name(factory), request::over, caller)
                    .map(FactoryView::of)
                    .orElseThrow(() -> Factories.unknown(factory));
        } catch (InvalidValueException e) {
            throw new ProblemException(
                    422, "factory_change_refused", "Factory change refused", "Nothing was changed: " + e.getMessage());
        }
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
}
