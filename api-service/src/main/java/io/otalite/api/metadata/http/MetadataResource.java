package io.otalite.api.metadata.http;

import io.otalite.api.metadata.MetadataFile;
import io.otalite.api.publication.PublicationStore;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Caller;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves the signed documents verbatim; a TUF client is pointed at {@code /tuf/{factory}/metadata/}. */
@Path("/tuf/{factory}/metadata/{file}")
@Tag(name = "Metadata", description = "Signed TUF metadata, dialect tuf (TUF 1.0.34), with consistent snapshots")
public class MetadataResource {
    private static final String FOR_EVER = "max-age=31536000, immutable";
    private static final String ALWAYS_ASK = "no-cache";

    private final PublicationStore store;

    public MetadataResource(PublicationStore store) {
        this.store = store;
    }

    @GET
    @Operation(
            summary = "Get a metadata file",
            description = "timestamp.json, or VERSION.root.json, VERSION.snapshot.json, VERSION.targets.json")
    public Response get(
            @PathParam("factory") String factory,
            @PathParam("file") String file,
            @Context Request conditions,
            @Context ContainerRequestContext context) {
        var bytes = FactoryName.parse(factory)
                .flatMap(name -> MetadataFile.parse(file).flatMap(known -> find(name, known)));
        if (bytes.isEmpty()) {
            // A client asks for the root after its newest and takes 404 for "there is none yet": never cached (TUF
            // 5.3.3).
            throw new ProblemException(
                    404,
                    "no_such_metadata",
                    "No such metadata",
                    "Factory %s has no metadata file %s. A repository starts with 1.root.json and timestamp.json."
                            .formatted(factory, file));
        }
        // What was let in with a token is not for a cache that others share (RFC 9111 3.5 knows Authorization only).
        var audience = AccessFilter.caller(context).equals(Caller.PUBLIC) ? "public, " : "private, ";
        var lifetime = MetadataFile.parse(file).orElseThrow().immutable() ? FOR_EVER : ALWAYS_ASK;
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

    private Optional<Bytes> find(FactoryName factory, MetadataFile file) {
        return file.version()
                .map(version -> store.document(
                        new DocumentIdentity(factory, Dialect.TUF, DocumentIdentity.FULL_SET, file.role(), version)))
                .orElseGet(() -> store.newest(factory, Dialect.TUF, DocumentIdentity.FULL_SET, file.role()));
    }
}
