package io.otalite.rotation.rotations.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rest.AccessFilter;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.Problem;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.BeginRotation;
import io.otalite.rotation.rotations.BeginRotation.Result;
import io.otalite.rotation.rotations.BeginRotation.Target;
import io.otalite.rotation.rotations.BeginRotation.Wish;
import io.otalite.rotation.rotations.ClusterUnavailableException;
import io.otalite.rotation.rotations.Rotation;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.UnreadableRotationException;
import io.otalite.rotation.rotations.http.RotationView.HistoryView;
import io.otalite.rotation.rotations.http.RotationView.PlanView;
import io.otalite.telemetry.LogContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rotates credentials, and tells how far each rotation is. */
@Path("/v1/rotations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rotations")
public class RotationsResource {
    private static final int LONGEST_TEXT = 500;

    private final BeginRotation begin;
    private final RotationStore store;
    private final Runnable wake;
    private final JudgementLoop judgements;
    private final Clock clock;

    RotationsResource(
            BeginRotation begin, RotationStore store, RotationsAwake wake, JudgementLoop judgements, Clock clock) {
        this.begin = begin;
        this.store = store;
        this.wake = wake;
        this.judgements = judgements;
        this.clock = clock;
    }

    /** Tells this instance that there is something to do. */
    @FunctionalInterface
    public interface RotationsAwake extends Runnable {}

    /**
     * What is to be rotated.
     *
     * @param secret the Secret that holds the credential; or
     * @param serviceAccount the e-mail address of a Google service account, whose key stands in a Secret
     * @param compromised whether the old credential is in wrong hands: it is disabled first, so what uses it fails until it is restarted
     * @param confirm the account, repeated; needed with {@code compromised}
     * @param force why it is to go on although a consumer would not start again, or could not be rolled back; or, of a credential in wrong
     *     hands, although it stands where it cannot be replaced
     */
    public record RotationRequest(
            @Nullable SecretEntry secret,
            @JsonProperty("service_account") @Nullable String serviceAccount,
            boolean compromised,
            @Nullable String confirm,
            @Nullable String force) {}

    /** @param entry may be left out where only one entry of the Secret can be rotated */
    public record SecretEntry(
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String entry) {}

    /** What would be done. @param refusals why it would be refused */
    public record DryRun(PlanView plan, List<String> refusals) {}

    /** Why somebody wants it. */
    public record OrderRequest(@Nullable String reason) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Rotate a credential",
            description =
                    "Names an observed Secret, or a service account. With dryRun=true only says what would be done, and what speaks against it.")
    @APIResponse(
            responseCode = "202",
            description = "It has begun",
            headers =
                    @Header(
                            name = "Location",
                            description = "The rotation",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = RotationView.class)))
    @APIResponse(
            responseCode = "200",
            description = "What would be done; nothing was",
            content = @Content(schema = @Schema(implementation = DryRun.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "Nothing was begun: rotation_refused, rotation_under_way (by another one), or confirmation_needed (of the account)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response begin(
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            @Nullable RotationRequest request,
            @Context ContainerRequestContext context) {
        var dry = dryRun(dryRun, context.getUriInfo().getQueryParameters().keySet());
        requireJudged();
        var wish = wish(request, AccessFilter.caller(context).name());
        var result = answered(() -> dry ? begin.rehearse(wish) : confirmed(wish, request));
        return switch (result) {
            case Result.Dry(var plan, var reasons) ->
                Response.ok(new DryRun(PlanView.of(plan), reasons)).build();
            case Result.Begun(var rotation) -> {
                wake.run();
                yield Response.status(Response.Status.ACCEPTED)
                        .location(URI.create("/v1/rotations/" + rotation.id()))
                        .entity(RotationView.of(rotation, List.of()))
                        .build();
            }
            case Result.Unknown(var reason) ->
                throw new ProblemException(404, "unknown_credential", "Unknown credential", reason);
            case Result.Refused(var rotation, var reasons) ->
                throw new ProblemException(
                        409,
                        "rotation_refused",
                        "Rotation refused",
                        "Nothing was touched; %s has the record. %s"
                                .formatted(rotation.id(), String.join("; ", reasons)));
            case Result.Busy(var other) ->
                throw new ProblemException(
                        409,
                        "rotation_under_way",
                        "Rotation under way",
                        "%s rotates the same account or writes to the same Secret; wait for it, or abort it."
                                .formatted(other));
        };
    }

    /** Whoever mistypes this wants nothing to be touched. */
    private static boolean dryRun(String value, Set<String> parameters) {
        if (!parameters.stream().allMatch("dryRun"::equals)) {
            throw invalid("dryRun", "The only parameter is dryRun; there are %s".formatted(new TreeSet<>(parameters)));
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("dryRun", "dryRun is true or false");
        };
    }

    /** Before everything is listed and judged, not to see a workload says nothing of whether there is one. */
    private void requireJudged() {
        if (!judgements.judgedOnce()) {
            throw new ProblemException(
                    503,
                    "not_judged_yet",
                    "Not judged yet",
                    "This service has begun a moment ago and has not judged everything once; its readiness tells what it waits for.");
        }
    }

    /** To revoke a credential first breaks what uses it until it is restarted: whoever wants that says so twice. */
    private Result confirmed(Wish wish, @Nullable RotationRequest request) {
        if (wish.compromised() && request != null) {
            if (begin.rehearse(wish) instanceof Result.Dry(var plan, var _)
                    && !plan.subject().account().equals(request.confirm())) {
                throw new ProblemException(
                        409,
                        "confirmation_needed",
                        "Confirmation needed",
                        "The old credential would be disabled at once, and these would fail from then until they are restarted: %s. If that is wanted, send \"confirm\": \"%s\" with it."
                                .formatted(
                                        String.join(
                                                ", ",
                                                plan.consumers().stream()
                                                        .map(consumer -> consumer.workload()
                                                                .toString())
                                                        .toList()),
                                        plan.subject().account()));
            }
        }
        return begin.begin(wish);
    }

    private static Wish wish(@Nullable RotationRequest request, String caller) {
        if (request == null) {
            throw invalid("secret", "The body names a secret or a service_account");
        }
        return new Wish(target(request), request.compromised(), text("force", request.force()), caller);
    }

    private static Target target(RotationRequest request) {
        var account = text("service_account", request.serviceAccount());
        if ((request.secret() == null) == account.isEmpty()) {
            throw invalid("secret", "The body names either a secret or a service_account");
        }
        if (request.secret() == null) {
            return new Target.OfAccount(account.orElseThrow());
        }
        var namespace = text("secret.namespace", request.secret().namespace());
        var name = text("secret.name", request.secret().name());
        if (namespace.isEmpty() || name.isEmpty()) {
            throw invalid("secret", "A secret has a namespace and a name");
        }
        return new Target.InSecret(
                new ObjectRef(Kinds.SECRET, namespace.get(), name.get()),
                text("secret.entry", request.secret().entry()));
    }

    private static Optional<String> text(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (value.length() > LONGEST_TEXT || value.indexOf('\0') >= 0) {
            throw invalid(member, "At most %d characters, none of them NUL".formatted(LONGEST_TEXT));
        }
        return Optional.of(value);
    }

    private static ProblemException invalid(String member, String detail) {
        return new ProblemException(400, "invalid_rotation", "Invalid rotation", detail, Map.of(member, detail));
    }

    @GET
    @Operation(summary = "All rotations, the latest first")
    public Page<RotationView> list(
            @QueryParam("open") @DefaultValue("false") boolean open,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "rotations/" + open);
        var found = answered(() -> store.list(request.after(), open, request.size() + 1));
        return Page.of(request, found.stream().map(RotationView::of).toList(), RotationView::id);
    }

    @GET
    @Path("/{id}")
    @Operation(
            summary = "One rotation, with the latest of what it did and saw",
            description = "history_omitted says how many lines came before those; …/history has them all.")
    public RotationView one(@PathParam("id") String id) {
        return answered(() -> RotationView.of(rotation(id), store.history(id)));
    }

    @GET
    @Path("/{id}/history")
    @Operation(summary = "Everything that one rotation did and saw, in order")
    public Page<HistoryView> history(
            @PathParam("id") String id,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "history/" + id);
        var after = request.after(RotationsResource::number).orElse(0L);
        var told = answered(() -> {
            var known = rotation(id);
            return store.history(known.id(), after, request.size() + 1);
        });
        return Page.of(request, told.stream().map(HistoryView::of).toList(), line -> Long.toString(line.number()));
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    @POST
    @Path("/{id: [^:/]+}:abort")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Go back to how it was",
            description =
                    "Everything before the deletion of the old credential is undone. Takes until everything is healthy again. Of a credential in wrong hands only what was made, as long as it is written nowhere.")
    public RotationView abort(
            @PathParam("id") String id, @Nullable OrderRequest request, @Context ContainerRequestContext context) {
        return order(Order.Kind.ABORT, id, request, context);
    }

    @POST
    @Path("/{id: [^:/]+}:retire")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Retire the old credential although nobody can tell whether it is in use",
            description = "Counts only where its issuer cannot tell; where use is seen, it stays all the same.")
    public RotationView retire(
            @PathParam("id") String id, @Nullable OrderRequest request, @Context ContainerRequestContext context) {
        return order(Order.Kind.RETIRE, id, request, context);
    }

    @POST
    @Path("/{id: [^:/]+}:abandon")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Leave everything as it is and do nothing more",
            description =
                    "The last resort, where it can neither go on nor back. What was done stays; a person has to put the rest right.")
    public RotationView abandon(
            @PathParam("id") String id, @Nullable OrderRequest request, @Context ContainerRequestContext context) {
        return order(Order.Kind.ABANDON, id, request, context);
    }

    private RotationView order(
            Order.Kind kind, String id, @Nullable OrderRequest request, ContainerRequestContext context) {
        var reason = text("reason", request == null ? null : request.reason())
                .orElseThrow(() -> invalid("reason", "The body says why: {\"reason\": \"…\"}"));
        var order = new Order(kind, reason, AccessFilter.caller(context).name(), clock.instant());
        return answered(() -> {
            rotation(id).refusal(kind).ifPresent(why -> {
                throw refused(id, kind, why);
            });
            if (!store.order(id, order)) {
                throw refused(id, kind, "it has just ended, or was told to do something that undoes or leaves more");
            }
            wake.run();
            return RotationView.of(rotation(id), store.history(id));
        });
    }

    private ProblemException refused(String id, Order.Kind kind, String why) {
        var rotation = rotation(id);
        return new ProblemException(
                409,
                rotation.state().isOver() ? "rotation_over" : "order_refused",
                rotation.state().isOver() ? "Rotation over" : "Order refused",
                "%s is %s and cannot be told to %s: %s."
                        .formatted(id, rotation.state().name(), kind.name().toLowerCase(Locale.ROOT), why));
    }

    private Rotation rotation(String id) {
        var found = store.find(id)
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_rotation", "Unknown rotation", "GET /v1/rotations lists all there ever were."));
        LogContext.put(LogContext.ROTATION_ID, id);
        return found;
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (RotationsUnavailableException | ClusterUnavailableException | IssuerUnavailableException away) {
            throw new ProblemException(
                    503,
                    "not_available_now",
                    "Not available now",
                    "%s. What was asked for may be on record all the same: look at GET /v1/rotations before you ask again."
                            .formatted(away.getMessage()));
        } catch (UnreadableRotationException unreadable) {
            throw new ProblemException(
                    503,
                    "rotation_unreadable",
                    "Rotation unreadable",
                    "The rotation was recorded by another version of this service: %s."
                            .formatted(unreadable.getMessage()));
        }
    }
}
