package io.otalite.backup.archive.http;

import io.otalite.backup.archive.ArchiveCatalogue;
import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.archive.StoredObject;
import io.otalite.events.FactoryName;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.TufException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists and fetches the archived Targets of a factory, in the dialect of the specification unless another is asked for. */
@Path("/v1/factories/{factory}/archive")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Archive")
public class ArchiveResource {
    private final ArchiveCatalogue catalogue;

    ArchiveResource(ArchiveCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "Archived versions, the lowest first")
    public Page<ArchivedVersion> versions(
            @PathParam("factory") String factory,
            @QueryParam("dialect") @DefaultValue("tuf") String dialect,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var owner = owner(factory, dialect);
        var request = PageRequest.of(pageSize, pageToken, "archive/%s/%s".formatted(owner.factory(), owner.dialect()));
        var after = request.after().map(ArchiveResource::tokenVersion);
        var found = catalogue.versions(owner.factory(), owner.dialect(), after, request.size() + 1);
        if (found.isEmpty() && !catalogue.knows(owner.factory(), owner.dialect())) {
            throw unknown(owner);
        }
        var versions = found.stream()
                .filter(object -> ArchiveLayout.version(object.name()).isPresent())
                .map(ArchivedVersion::of)
                .toList();
        return Page.of(request, versions, version -> Long.toString(version.version()));
    }

    @GET
    @Path("/{version}")
    @Operation(summary = "What is known of one archived version")
    public ArchivedVersion version(
            @PathParam("factory") String factory,
            @PathParam("version") String version,
            @QueryParam("dialect") @DefaultValue("tuf") String dialect) {
        return ArchivedVersion.of(find(owner(factory, dialect), version));
    }

    @GET
    @Path("/{version}/content")
    @Operation(summary = "The exact bytes that were signed; the ETag is their SHA-256")
    public Response content(
            @PathParam("factory") String factory,
            @PathParam("version") String version,
            @QueryParam("dialect") @DefaultValue("tuf") String dialect,
            @Context Request request) {
        var owner = owner(factory, dialect);
        var object = find(owner, version);
        var tag = object.sha256().map(digest -> new EntityTag(digest.hex()));
        var unchanged = tag.map(request::evaluatePreconditions);
        if (unchanged.isPresent()) {
            return unchanged.get().tag(tag.get()).build();
        }
        var content = catalogue
                .content(owner.factory(), owner.dialect(), number(version))
                .filter(StoredContent::intact)
                .orElseThrow(() -> damaged(object));
        return Response.ok(content.bytes().toArray(), MediaType.APPLICATION_JSON_TYPE)
                .tag(new EntityTag(content.bytes().sha256().hex()))
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .build();
    }

    private StoredObject find(Owner owner, String version) {
        return catalogue
                .version(owner.factory(), owner.dialect(), number(version))
                .orElseThrow(() -> catalogue.knows(owner.factory(), owner.dialect())
                        ? new ProblemException(
                                404,
                                "unknown_version",
                                "Unknown version",
                                "Version %s of %s is not archived. GET /v1/factories/%s/archive?dialect=%s lists those that are."
                                        .formatted(version, owner.factory(), owner.factory(), owner.dialect()))
                        : unknown(owner));
    }

    private static MetadataVersion number(String version) {
        try {
            return new MetadataVersion(Long.parseLong(version));
        } catch (NumberFormatException | TufException notAVersion) {
            throw new ProblemException(
                    404,
                    "unknown_version",
                    "Unknown version",
                    "A version is a whole number above zero, not " + version);
        }
    }

    private static MetadataVersion tokenVersion(String after) {
        try {
            return new MetadataVersion(Long.parseLong(after));
        } catch (NumberFormatException | TufException forged) {
            var detail = "page_token is not one that this list gave out; leave it out to start over";
            throw new ProblemException(400, "invalid_page", "Invalid page", detail, Map.of("page_token", detail));
        }
    }

    private static Owner owner(String factory, String dialect) {
        try {
            return new Owner(new FactoryName(factory), dialect(dialect));
        } catch (TufException noSuchName) {
            throw unknownFactory(factory);
        }
    }

    private static Dialect dialect(String id) {
        try {
            return Dialect.fromId(id);
        } catch (TufException unknown) {
            var detail = "There is no metadata dialect \"%s\"; known are %s".formatted(id, Dialect.all());
            throw new ProblemException(400, "unknown_dialect", "Unknown dialect", detail, Map.of("dialect", detail));
        }
    }

    private static ProblemException unknown(Owner owner) {
        return unknownFactory("%s in the dialect %s".formatted(owner.factory(), owner.dialect()));
    }

    private static ProblemException unknownFactory(String factory) {
        return new ProblemException(
                404,
                "unknown_factory",
                "Unknown factory",
                "Nothing of a factory %s has been archived. A factory appears with its first root.".formatted(factory));
    }

    private static ProblemException damaged(StoredObject object) {
        return new ProblemException(
                500,
                "archive_damaged",
                "Archive damaged",
                "The bytes of %s are not those that were archived. An operator has to compare the bucket with the events."
                        .formatted(object.name()));
    }

    private record Owner(FactoryName factory, Dialect dialect) {}
}
