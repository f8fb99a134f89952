package io.otalite.api.metadata.http;

import io.otalite.api.metadata.MetadataFile;
import io.otalite.api.metadata.ServeMetadata;
import io.otalite.api.metadata.ServedDocument;
import io.otalite.api.metadata.ServedDocument.Coding;
import io.otalite.api.publication.SetId;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Caller;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Dialect;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

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

    /** In which aktualizr-lite names the tag that it follows. */
    private static final String TAGS = "x-ats-tags";

    private final ServeMetadata serveMetadata;

    public MetadataResource(ServeMetadata serveMetadata) {
        this.serveMetadata = serveMetadata;
    }

    @GET
    @Path("tuf/{factory}/metadata/{file}")
    @Operation(
            summary = "Get a metadata file of all Targets",
            description = "timestamp.json, or VERSION.root.json, VERSION.snapshot.json, VERSION.targets.json")
    public Response full(
            @PathParam("factory") String factory,
            @PathParam("file") String file,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext context) {
        return get(factory, SetId.full(Dialect.TUF), file, headers, context);
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
            @Context HttpHeaders headers,
            @Context ContainerRequestContext context) {
        return get(factory, new SetId(Dialect.TUF, set), file, headers, context);
    }

    @GET
    @Path("ota/repo/{factory}/api/v1/user_repo/{file}")
    @Operation(
            summary = "Get a metadata file in the dialect of aktualizr",
            description =
                    "root.json, VERSION.root.json, timestamp.json, snapshot.json or targets.json; of the Targets with a tag that"
                            + " ?tag= or the header x-ats-tags names")
    public Response ats(
            @PathParam("factory") String factory,
            @PathParam("file") String file,
            @QueryParam("tag") @Nullable String tag,
            @HeaderParam(TAGS) @Nullable String tags,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext context) {
        var name = tag != null ? tag : tags;
        var set = name == null || name.isBlank() ? SetId.full(Dialect.ATS) : new SetId(Dialect.ATS, name.strip());
        return get(factory, set, file, headers, context);
    }

    private Response get(String factory, SetId set, String file, HttpHeaders headers, ContainerRequestContext context) {
        var known = MetadataFile.parse(set.dialect(), file);
        var document = FactoryName.parse(factory)
                .flatMap(name -> known.flatMap(wanted -> serveMetadata.find(name, set, wanted)));
        if (document.isEmpty()) {
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
        return answer(document.get(), headers)
                .header(HttpHeaders.CACHE_CONTROL, audience + lifetime)
                .header(HttpHeaders.VARY, vary(set))
                .build();
    }

    private static String vary(SetId set) {
        return set.dialect().equals(Dialect.ATS)
                ? HttpHeaders.ACCEPT_ENCODING + ", " + TAGS
                : HttpHeaders.ACCEPT_ENCODING;
    }

    /** Each variant has an entity tag of its own, as its bytes are others (RFC 9110 8.8.3). */
    private static Response.ResponseBuilder answer(ServedDocument document, HttpHeaders headers) {
        var coding = coding(document, headers);
        var tag = coding == Coding.IDENTITY
                ? document.sha256()
                : document.sha256() + "-" + coding.name().toLowerCase(Locale.ROOT);
        if (isKnown(document, headers)) {
            return Response.notModified(new EntityTag(tag));
        }
        var answer = Response.ok(document.in(coding), MediaType.APPLICATION_JSON_TYPE)
                .tag(new EntityTag(tag));
        return coding == Coding.IDENTITY
                ? answer
                : answer.header(HttpHeaders.CONTENT_ENCODING, coding.name().toLowerCase(Locale.ROOT));
    }

    /** A client that has any variant has the document. */
    private static boolean isKnown(ServedDocument document, HttpHeaders headers) {
        var known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return known != null
                && (known.contains(document.sha256()) || known.strip().equals("*"));
    }

    private static Coding coding(ServedDocument document, HttpHeaders headers) {
        var taken = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return document.best(isTaken(taken, "gzip"), isTaken(taken, "zstd"));
    }

    /** RFC 9110 12.5.3: named, and not with the weight zero. */
    private static boolean isTaken(@Nullable String accepted, String coding) {
        return accepted != null
                && Arrays.stream(accepted.split(",", -1))
                        .map(part -> part.strip().toLowerCase(Locale.ROOT).replace(" ", ""))
                        .anyMatch(part -> part.equals(coding)
                                || (part.startsWith(coding + ";q=") && !part.matches(".*;q=0(\\.0*)?")));
    }
}
