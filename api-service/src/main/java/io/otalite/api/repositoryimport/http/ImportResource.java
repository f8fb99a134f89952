package io.otalite.api.repositoryimport.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.ArrayList;
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
    private static final int MAX_BYTES = 16 * 1024 * 1024;

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
        var name = FactoryName.parse(factory)
                .orElseThrow(() -> refused(
                        "/",
                        "The factory's name has 1 to 63 characters a-z, 0-9 and \"-\", and no \"-\" at its ends."));
        var json = StrictJson.object(body, StrictJson.Limits.publishing(MAX_BYTES));
        json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(member -> !MEMBERS.contains(member))
                .findFirst()
                .ifPresent(member -> {
                    throw refused("/" + member, "Nothing of this name is expected.");
                });
        var repository = repository(json);
        var settings = new FactorySettings(
                publicMetadata(json), List.of(repository.dialect()), ClientLimits.DEFAULT, Optional.empty());
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

    private static ForeignRepository repository(ObjectNode json) {
        var dialect = Dialect.all().stream()
                .filter(known -> known.id().equals(json.path("dialect").textValue()))
                .findFirst()
                .orElseThrow(() -> refused("/dialect", "Expected \"tuf\" or \"ats\"."));
        List<Bytes> roots = new ArrayList<>();
        for (var root : json.path("roots")) {
            roots.add(file(root, "/roots/" + roots.size()));
        }
        return new ForeignRepository(
                dialect,
                roots,
                file(json.path("targets"), "/targets"),
                file(json.path("snapshot"), "/snapshot"),
                file(json.path("timestamp"), "/timestamp"));
    }

    private static boolean publicMetadata(ObjectNode json) {
        var value = json.path("publicMetadata");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw refused("/publicMetadata", "Expected true or false.");
        }
        return value.booleanValue();
    }

    private static Bytes file(JsonNode text, String where) {
        try {
            if (text.isTextual()) {
                return Bytes.copyOf(Base64.getDecoder().decode(text.textValue()));
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like what is no text.
        }
        throw refused(where, "Expected a file in base64.");
    }

    private static ProblemException refused(String where, String message) {
        return new ProblemException(
                400, "invalid_import", "Invalid import", "At %s: %s".formatted(where, message), Map.of(where, message));
    }
}
