package io.otalite.api.metadata.http;

import io.otalite.api.metadata.MetadataFile;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Caller;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Serves the signed documents verbatim. A TUF client is pointed at {@code /tuf/{factory}/metadata/}, or at
 * {@code /tuf/{factory}/sets/{tag}/metadata/} if it follows a tag; aktualizr and fioctl find theirs where ota-tuf has them.
 */
@Path("/")
@Tag(
        name = "Metadata",
        description = "Signed TUF metadata in the dialects tuf (TUF 1.0.34) and ats (aktualizr, fioctl)")
public class MetadataResource {
    private static final String FOR_EVER = "max-age=31536000, immutable";
    private static final String ALWAYS_ASK = "no-cache";

    private final PublicationStore store;

    public MetadataResource(PublicationStore store) {
        this.store = store;
    }

    @GET
    @Path("tuf/{factory}/metadata/{file}")
    @Operation(
            summary = "Get a metadata file of all Targets",
            description = "timestamp.json, or VERSION.root.json, VERSION.snapshot.json, VERSION.targets.json")
    public Response full(
            @PathParam("factory") String factory,
            @PathParam("file") String file,
            @Context Request conditions,
            @Context ContainerRequestContext context) {
        return get(factory, SetId.full(Dialect.TUF), file, conditions, context);
    }

    @GET
    @Path("tuf/{factory}/sets/{set}/metadata/{file}")
    @Operation(
            summary = "Get a metadata file of the Targets with a tag",
            description = "The same files as of all Targets; the roots are the same.")
    public Response set(
            @PathParam("factory") String factory,
            @PathParam("set") String set,
            @PathParam("file") String file,
            @Context Request conditions,
            @Context ContainerRequestContext context) {
        return get(factory, new SetId(Dialect.TUF, set), file, conditions, context);
    }

    @GET
    @Path("ota/repo/{factory}/api/v1/user_repo/{file}")
    @Operation(
            summary = "Get a metadata file in the dialect of aktualizr",
            description = "root.json, VERSION.root.json, timestamp.json, snapshot.json or targets.json")
    public Response ats(
            @PathParam("factory") String factory,
            @PathParam("file") String file,
            @QueryParam("tag") @DefaultValue(DocumentIdentity.FULL_SET) String tag,
            @Context Request conditions,
            @Context ContainerRequestContext context) {
        return get(factory, new SetId(Dialect.ATS, tag), file, conditions, context);
    }

    private Response get(String factory, SetId set, String file, Request conditions, ContainerRequestContext context) {
        var known = MetadataFile.parse(set.dialect(), file);
        var bytes = FactoryName.parse(factory).flatMap(name -> known.flatMap(wanted -> find(name, set, wanted)));
        if (bytes.isEmpty()) {
            // A client asks for the root after its newest and takes 404 for "there is none yet": never cached (TUF
            // 5.3.3).
            throw new ProblemException(
                    404,
                    "no_such_metadata",
                    "No such metadata",
                    "Factory %s has no metadata file %s of the set %s in the dialect %s."
                            .formatted(factory, file, set.name(), set.dialect().id()));
        }
        // What was let in with a token is not for a cache that others share (RFC 9111 3.5 knows Authorization only).
        var audience = AccessFilter.caller(context).equals(Caller.PUBLIC) ? "public, " : "private, ";
        var lifetime = known.orElseThrow().immutable() ? FOR_EVER : ALWAYS_ASK;
        return answer(bytes.get(), conditions)
                .header("Cache-Control", audience + lifetime)
                .build();
    }

    private static Response.ResponseBuilder answer(Bytes bytes, Request conditions) {
        var tag = new EntityTag(bytes.sha256().hex());
        var unchanged = conditions.evaluatePreconditions(tag);
        var answer = unchanged != null ? unchanged : Response.ok(bytes.toArray(), MediaType.APPLICATION_JSON_TYPE);
        return answer.tag(tag);
    }

    /** Roots are of all sets. */
    private Optional<Bytes> find(FactoryName factory, SetId set, MetadataFile file) {
        if (!DocumentIdentity.isSet(set.name())) {
            return Optional.empty();
        }
        var of = file.role() == RoleName.ROOT ? SetId.full(set.dialect()) : set;
        return file.version()
                .map(version ->
                        store.document(new DocumentIdentity(factory, of.dialect(), of.name(), file.role(), version)))
                .orElseGet(() -> store.served(factory, of, file.role()));
    }
}
