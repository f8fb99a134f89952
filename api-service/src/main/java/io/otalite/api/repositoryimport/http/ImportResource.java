package io.otalite.api.repositoryimport.http;

import io.otalite.api.body.StrictBody;
import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.repositoryimport.ForeignRepository;
import io.otalite.api.repositoryimport.ImportRefusedException;
import io.otalite.api.repositoryimport.ImportRepository;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Problem;
import io.otalite.rest.ProblemException;
import io.otalite.rest.ProblemMappers;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.StrictJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Imports a repository as a new factory. */
@Path("/v1/factories/{factory}/import")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Factories")
public class ImportResource {
    /** The HTTP server's own limit comes first. */
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.publishing(16 * 1024 * 1024);

    private static final Set<String> MEMBERS =
            Set.of("dialect", "publicMetadata", "roots", "targets", "snapshot", "timestamp");

    private final ImportRepository importRepository;

    public ImportResource(ImportRepository importRepository) {
        this.importRepository = importRepository;
    }

    /** What was imported: the versions from which the factory goes on. */
    public record Imported(String name, long root, long targets, long snapshot, long timestamp) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Import a repository as a new factory",
            description =
                    "Body: {\"dialect\": \"tuf\" or \"ats\", \"roots\": [all files, from version 1], \"targets\": file, \"snapshot\":"
                            + " file, \"timestamp\": file, \"publicMetadata\": false}, each file in base64. It is served as it is;"
                            + " a root update that rotates targets, snapshot and timestamp, signed by its root keys, lets this"
                            + " service publish.")
    public Response create(
            @PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        var json = StrictBody.read(body, LIMITS, "invalid_import", MEMBERS);
        var name = FactoryName.parse(factory)
                .orElseThrow(() -> json.refused(
                        "",
                        "a factory's name in the path: 1 to 63 characters a-z, 0-9 and \"-\", no \"-\" at its ends"));
        var repository = repository(json);
        var settings = new FactorySettings(
                json.bool("publicMetadata").orElse(false),
                List.of(repository.dialect()),
                ClientLimits.DEFAULT,
                Optional.empty());
        var caller = AccessFilter.caller(context).name();
        var created = importRepository
                .create(name, settings, repository, caller)
                .orElseThrow(() -> new ProblemException(
                        409,
                        "factory_exists",
                        "Factory exists",
                        "There is a factory %s already. An import makes a new one, so that nothing is rolled back."
                                .formatted(factory)));
        var heads = created.heads();
        return Response.created(URI.create("/v1/factories/" + name.value()))
                .entity(new Imported(
                        name.value(),
                        heads.root().value(),
                        heads.versions().targets().value(),
                        heads.versions().snapshot().value(),
                        heads.versions().timestamp().value()))
                .build();
    }

    @ServerExceptionMapper
    Response refused(ImportRefusedException e) {
        return ProblemMappers.response(
                Problem.of(422, "import_refused", "Import refused", e.getMessage(), Map.of(e.where(), e.getMessage())));
    }

    private static ForeignRepository repository(StrictBody json) {
        var dialect = Dialect.all().stream()
                .filter(known -> known.id().equals(json.text("dialect").orElse("")))
                .findFirst()
                .orElseThrow(() -> json.refused("dialect", "\"tuf\" or \"ats\""));
        var roots = json.texts("roots").orElse(List.of()).stream()
                .map(text -> decoded(text).orElseThrow(() -> json.refused("roots", "files in base64")))
                .toList();
        return new ForeignRepository(
                dialect, roots, file(json, "targets"), file(json, "snapshot"), file(json, "timestamp"));
    }

    private static Bytes file(StrictBody json, String name) {
        return json.text(name)
                .flatMap(ImportResource::decoded)
                .orElseThrow(() -> json.refused(name, "a file in base64"));
    }

    private static Optional<Bytes> decoded(String text) {
        try {
            return Optional.of(Bytes.copyOf(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
