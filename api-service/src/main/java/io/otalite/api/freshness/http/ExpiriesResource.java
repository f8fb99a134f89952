package io.otalite.api.freshness.http;

import io.otalite.api.publication.ExpiryOrder;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationStore;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.tuf.RoleName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells what expires when. */
@Path("/v1/expiries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Expiries")
public class ExpiriesResource {
    private final PublicationStore store;

    public ExpiriesResource(PublicationStore store) {
        this.store = store;
    }

    /**
     * A factory and what of it expires first.
     *
     * @param role whose documents expire first
     * @param refreshAt when something is signed anew without anybody's doing
     */
    public record ExpiryView(
            String factory,
            String role,
            Instant expires,
            Instant root,
            Instant targets,
            Instant snapshot,
            Instant timestamp,
            Instant refreshAt) {
        static ExpiryView of(Factory factory) {
            var expiries = factory.heads().expiries();
            var first = Arrays.stream(RoleName.values())
                    .min(Comparator.comparing(expiries::of))
                    .orElseThrow();
            return new ExpiryView(
                    factory.name().value(),
                    first.json(),
                    expiries.of(first),
                    expiries.root(),
                    expiries.targets(),
                    expiries.snapshot(),
                    expiries.timestamp(),
                    factory.heads().refreshAt());
        }
    }

    @GET
    @Operation(
            summary = "List what expires when",
            description = "Factories in the order in which the first of their documents expires, paged.")
    public Page<ExpiryView> list(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "expiries");
        var read = store.expiring(request.after(ExpiryOrder::parse), request.size() + 1);
        return Page.of(
                request,
                read.stream().map(ExpiryView::of).toList(),
                view -> new ExpiryOrder(view.expires(), view.factory()).toString());
    }
}
