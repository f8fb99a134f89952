package io.otalite.api.audit.http;

import io.otalite.api.audit.AuditTrail;
import io.otalite.api.publication.PublicationStore;
import io.otalite.audit.AuditEntry;
import io.otalite.events.FactoryName;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what to a factory. */
@Path("/v1/factories/{factory}/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit", description = "Who did what to a factory, as a chain of hashed entries")
public class AuditResource {
    /** JSON Lines: one JSON text on each line (https://jsonlines.org). */
    private static final String JSON_LINES = "application/jsonl";

    private final PublicationStore store;
    private final AuditTrail trail;

    public AuditResource(PublicationStore store, AuditTrail trail) {
        this.store = store;
        this.trail = trail;
    }

    /**
     * An entry as the API shows it.
     *
     * @param seq from 1, without gaps
     * @param details what is worth knowing of such an action
     * @param previous the hash of the entry before
     */
    @Schema(name = "AuditEntry")
    public record EntryView(
            long seq,
            Instant at,
            String actor,
            String action,
            Map<String, String> details,
            String previous,
            String hash) {
        static EntryView of(AuditEntry entry) {
            var fact = entry.fact();
            return new EntryView(
                    entry.seq(),
                    fact.at(),
                    fact.actor(),
                    fact.action().id(),
                    fact.details(),
                    entry.previous().hex(),
                    entry.hash().hex());
        }
    }

    @GET
    @Operation(summary = "List the audit trail of a factory", description = "Newest last, paged.")
    public Page<EntryView> list(
            @PathParam("factory") String factory,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        var name = known(factory);
        var request = PageRequest.of(pageSize, pageToken, "audit of " + name.value());
        var read = trail.entries(name, request.after(AuditResource::seq).orElse(0L), request.size() + 1);
        return Page.of(request, read.stream().map(EntryView::of).toList(), entry -> Long.toString(entry.seq()));
    }

    @GET
    @Path("/export")
    @Produces(JSON_LINES)
    @Operation(
            summary = "Export the whole audit trail of a factory",
            description = "One entry a line, as it was hashed. ./ota verify-audit verifies it without a service.")
    public StreamingOutput export(@PathParam("factory") String factory) {
        var name = known(factory);
        return out -> trail.export(name, out);
    }

    private FactoryName known(String factory) {
        return FactoryName.parse(factory)
                .filter(name -> store.find(name).isPresent())
                .orElseThrow(() -> new ProblemException(
                        404,
                        "unknown_factory",
                        "Unknown factory",
                        "There is no factory %s. GET /v1/factories lists them.".formatted(factory)));
    }

    private static Optional<Long> seq(String text) {
        return text.matches("[1-9][0-9]{0,14}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
