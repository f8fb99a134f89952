package io.otalite.api.roots.http;

import io.otalite.api.roots.Ceremony;
import io.otalite.api.roots.RootSigning;
import io.otalite.api.roots.RootUpdates;
import io.otalite.api.roots.RootUpdates.Outcome;
import io.otalite.events.FactoryName;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.StrictJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Changes the keys of a factory, with signatures of keys that are held elsewhere where its root asks for them. */
@Path("/v1/factories/{factory}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Roots", description = "Keys and thresholds of a factory")
public class RootUpdateResource {
    private static final int LONGEST_SIGNATURE = 4096;

    private final RootUpdates updates;

    public RootUpdateResource(RootUpdates updates) {
        this.updates = updates;
    }

    @POST
    @Path("/root-update")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin a root update",
            description =
                    "Body: {\"message\": why, \"rotate\": {role: {\"scheme\", \"keys\", \"threshold\"}}, \"root\": {\"addKeys\":"
                            + " [PEM], \"removeKeys\": [keyid], \"threshold\": n}}. Published at once when no other signature is"
                            + " needed.")
    public Response begin(@PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        var change = RootChangeRequest.change(body, updates.present(name(factory)));
        var caller = AccessFilter.caller(context).name();
        return answer(factory, changed(() -> updates.begin(name(factory), change, caller)));
    }

    @POST
    @Path("/recovery")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Recover from versions that somebody drove up",
            description =
                    "Body: {\"confirm\": the factory's name, \"message\": why, \"above\": the highest version that a device may"
                            + " have seen}. Replaces the keys of targets, snapshot and timestamp, so that devices forget what the"
                            + " old ones signed.")
    public Response recover(
            @PathParam("factory") String factory, byte[] body, @Context ContainerRequestContext context) {
        var recovery = RootChangeRequest.recovery(body, factory);
        var caller = AccessFilter.caller(context).name();
        return answer(
                factory, changed(() -> updates.recover(name(factory), recovery.message(), recovery.above(), caller)));
    }

    @GET
    @Path("/root-update")
    @Operation(summary = "Get the root update under way", description = "Who has signed, and who is awaited.")
    public RootUpdateView get(@PathParam("factory") String factory) {
        return RootUpdateView.of(factory, ceremony(factory));
    }

    @GET
    @Path("/root-update/{dialect}/payload")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Get the bytes to sign", description = "Exactly these; nothing is to be added or changed.")
    public byte[] payload(@PathParam("factory") String factory, @PathParam("dialect") String dialect) {
        return signing(factory, dialect).payload().toArray();
    }

    @POST
    @Path("/root-update/{dialect}/signatures")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Add a signature as it is",
            description =
                    "The body is the signature over the payload: 64 bytes of Ed25519, DER of ECDSA, the plain one of RSA-PSS.")
    public Response signRaw(
            @PathParam("factory") String factory,
            @PathParam("dialect") String dialect,
            byte[] body,
            @Context ContainerRequestContext context) {
        return sign(factory, dialect, List.of(Bytes.copyOf(body)), context);
    }

    @POST
    @Path("/root-update/{dialect}/signatures")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a signature as text", description = "Body: {\"signature\": hexadecimal or base64}")
    public Response signText(
            @PathParam("factory") String factory,
            @PathParam("dialect") String dialect,
            byte[] body,
            @Context ContainerRequestContext context) {
        var json = StrictJson.object(body, StrictJson.Limits.publishing(2 * LONGEST_SIGNATURE));
        var encodings = encodings(json.path("signature").asText(""));
        if (encodings.isEmpty()) {
            throw new ProblemException(
                    400,
                    "invalid_signature",
                    "Invalid signature",
                    "At /signature: expected the signature in hexadecimal or base64.",
                    Map.of("/signature", "hexadecimal or base64"));
        }
        return sign(factory, dialect, encodings, context);
    }

    @DELETE
    @Path("/root-update")
    @Operation(summary = "Cancel the root update under way")
    public Response cancel(@PathParam("factory") String factory, @Context ContainerRequestContext context) {
        var caller = AccessFilter.caller(context).name();
        return answer(factory, changed(() -> updates.cancel(name(factory), caller)));
    }

    private Response sign(String factory, String dialect, List<Bytes> encodings, ContainerRequestContext context) {
        if (encodings.stream().anyMatch(signature -> signature.size() > LONGEST_SIGNATURE)) {
            throw new ProblemException(
                    400,
                    "invalid_signature",
                    "Invalid signature",
                    "A signature has at most %d bytes.".formatted(LONGEST_SIGNATURE));
        }
        var caller = AccessFilter.caller(context).name();
        return answer(factory, changed(() -> updates.sign(name(factory), dialect(dialect), encodings, caller)));
    }

    private static List<Bytes> encodings(String text) {
        List<Bytes> encodings = new ArrayList<>();
        try {
            encodings.add(Bytes.copyOf(HexFormat.of().parseHex(text.strip())));
        } catch (IllegalArgumentException notHexadecimal) {
            // Then it is base64, or nothing.
        }
        try {
            encodings.add(Bytes.copyOf(Base64.getMimeDecoder().decode(text.strip())));
        } catch (IllegalArgumentException notBase64) {
            // Then it is hexadecimal, or nothing.
        }
        encodings.removeIf(signature -> signature.size() == 0);
        return encodings;
    }

    private Ceremony ceremony(String factory) {
        return updates.ceremony(name(factory)).orElseThrow(() -> none(factory));
    }

    private RootSigning signing(String factory, String dialect) {
        var wanted = dialect(dialect);
        return ceremony(factory).signings().stream()
                .filter(signing -> signing.dialect().equals(wanted))
                .findFirst()
                .orElseThrow(() -> none(factory));
    }

    private static Response answer(String factory, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Awaiting(var ceremony) ->
                Response.ok(RootUpdateView.of(factory, ceremony)).build();
            case Outcome.Published(var root, var version) ->
                Response.ok(RootUpdateView.published(root.value(), version.value()))
                        .build();
            case Outcome.Cancelled() -> Response.noContent().build();
            case Outcome.UnderWay() ->
                throw new ProblemException(
                        409,
                        "root_update_under_way",
                        "Root update under way",
                        "A new root of factory %s awaits signatures: GET /v1/factories/%s/root-update shows it, DELETE cancels it."
                                .formatted(factory, factory));
            case Outcome.SignatureRefused(var payload) ->
                throw new ProblemException(
                        422,
                        "signature_refused",
                        "Signature refused",
                        ("None of the root keys made this signature over the payload, which has %d bytes and the SHA-256 %s."
                                        + " Sign those bytes exactly; RSA keys sign with PSS, SHA-256 and a salt of 32 bytes.")
                                .formatted(payload.size(), payload.sha256().hex()));
            case Outcome.NoUpdate() -> throw none(factory);
            case Outcome.NoSuchFactory() -> throw unknown(factory);
        };
    }

    private static <T> T changed(Supplier<T> change) {
        try {
            return change.get();
        } catch (InvalidValueException e) {
            throw new ProblemException(
                    422, "root_change_refused", "Root change refused", "Nothing was changed: " + e.getMessage());
        }
    }

    private static FactoryName name(String factory) {
        return FactoryName.parse(factory).orElseThrow(() -> unknown(factory));
    }

    private static Dialect dialect(String id) {
        return Dialect.all().stream()
                .filter(dialect -> dialect.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_dialect", "Unknown dialect", "The dialects are " + Dialect.all() + "."));
    }

    private static ProblemException none(String factory) {
        return new ProblemException(
                404,
                "no_root_update",
                "No root update",
                "No root of factory %s awaits signatures, or not in this dialect. POST /v1/factories/%s/root-update begins an update."
                        .formatted(factory, factory));
    }

    private static ProblemException unknown(String factory) {
        return new ProblemException(
                404,
                "unknown_factory",
                "Unknown factory",
                "There is no factory %s. GET /v1/factories lists them.".formatted(factory));
    }
}
