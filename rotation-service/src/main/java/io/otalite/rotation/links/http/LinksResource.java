package io.otalite.rotation.links.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.links.Edge;
import io.otalite.rotation.links.LinkGraph;
import io.otalite.rotation.links.Mermaid;
import io.otalite.rotation.links.Orphans;
import io.otalite.rotation.observation.Freshness;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Looks links up from any end. Each list is everything up and down from the node that is named. */
@Path("/v1/links")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class LinksResource {
    /** A picture of more than this helps nobody. */
    private static final int LARGEST_PICTURE = 2_000;

    /** About 30 MB of JSON. */
    private static final int LARGEST_GRAPH = 100_000;

    private final LinkGraph graph;
    private final Orphans orphans;
    private final World world;
    private final Clock clock;

    LinksResource(LinkGraph graph, Orphans orphans, World world, Clock clock) {
        this.graph = graph;
        this.orphans = orphans;
        this.world = world;
        this.clock = clock;
    }

    /** A page of links, and how old it is. */
    public record LinkPage(
            List<Edge> items,
            @JsonProperty("next_page_token") String nextPageToken,
            Freshness observed) {}

    /** A page of orphans, and how old it is. */
    public record OrphanPage(
            List<Orphans.Orphan> items,
            @JsonProperty("next_page_token") String nextPageToken,
            Freshness observed) {}

    /** The whole graph. */
    public record Graph(List<ObjectRef> nodes, List<Edge> edges, Freshness observed) {}

    @GET
    @Path("/workloads/{namespace}/{kind}/{name}")
    @Operation(summary = "From a workload: its secrets, their keys and accounts, its images")
    public LinkPage workload(
            @PathParam("namespace") String namespace,
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(List.of(new ObjectRef(kind, namespace, name)), pageSize, pageToken);
    }

    @GET
    @Path("/secrets/{namespace}/{name}")
    @Operation(summary = "From a Secret: who uses it and where, what keys are in it, who writes it")
    public LinkPage secret(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(List.of(new ObjectRef(Kinds.SECRET, namespace, name)), pageSize, pageToken);
    }

    @GET
    @Path("/keys/{key_id}")
    @Operation(
            summary =
                    "From the private_key_id of a key: its account, the Secrets that hold it, the workloads that use those")
    public LinkPage key(
            @PathParam("key_id") String keyId,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(graph.keys(keyId), pageSize, pageToken);
    }

    @GET
    @Path("/accounts/{email}")
    @Operation(
            summary =
                    "From a Google service account: its keys, the Secrets that hold them, the workloads that use those")
    public LinkPage account(
            @PathParam("email") String email,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(
                List.of(new ObjectRef(Kinds.GOOGLE_ACCOUNT, ObjectReader.projectOf(email), email)),
                pageSize,
                pageToken);
    }

    @GET
    @Path("/images/{image: .+}")
    @Operation(summary = "From an image, written as in the manifests: the workloads and revisions that run it")
    public LinkPage image(
            @PathParam("image") String image,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(List.of(new ObjectRef(Kinds.IMAGE, "", image)), pageSize, pageToken);
    }

    @GET
    @Path("/objects/{namespace}/{kind}/{name}")
    @Operation(summary = "From any other object, such as an ExternalSecret.external-secrets.io or a ServiceAccount")
    public LinkPage object(
            @PathParam("namespace") String namespace,
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return page(List.of(new ObjectRef(kind, namespace, name)), pageSize, pageToken);
    }

    @GET
    @Path("/orphans")
    @Operation(summary = "Keys that no known place holds, secrets and accounts that nobody uses")
    public OrphanPage orphans(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "orphans");
        var page = cut(request, orphans.list(), orphan -> orphan.object().id());
        return new OrphanPage(page.items(), page.nextPageToken(), freshness());
    }

    @GET
    @Path("/graph")
    @Operation(summary = "All links at once")
    public Graph graph(@QueryParam("namespace") @DefaultValue("") String namespace) {
        var edges = bounded(namespace, LARGEST_GRAPH, "graph");
        var nodes = edges.stream()
                .flatMap(edge -> Stream.of(edge.from(), edge.to()))
                .distinct()
                .sorted()
                .toList();
        return new Graph(nodes, edges, freshness());
    }

    @GET
    @Path("/graph.mmd")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "All links as a flowchart of Mermaid")
    public String picture(@QueryParam("namespace") @DefaultValue("") String namespace) {
        return Mermaid.flowchart(bounded(namespace, LARGEST_PICTURE, "picture"));
    }

    /** Counted before anything is made of it. */
    private List<Edge> bounded(String namespace, long most, String what) {
        var count = graph.count(namespace);
        if (count > most) {
            throw new ProblemException(
                    422,
                    what + "_too_large",
                    "Too large",
                    "The %s would have %d links, and %d is the most. Name a namespace with ?namespace=, or look up one object."
                            .formatted(what, count, most));
        }
        return graph.all(namespace);
    }

    private LinkPage page(List<ObjectRef> nodes, @Nullable String pageSize, @Nullable String pageToken) {
        var known = nodes.stream().filter(graph::knows).toList();
        if (known.isEmpty()) {
            throw new ProblemException(
                    404,
                    "unknown_object",
                    "Unknown object",
                    "Nothing is known by this name: it does not exist, and nothing that is seen refers to it. "
                            + "Kinds are written as in manifests, such as Deployment.");
        }
        var request =
                PageRequest.of(pageSize, pageToken, "links/" + known.getFirst().id());
        var edges = known.stream()
                .flatMap(node -> graph.around(node).stream())
                .distinct()
                .sorted()
                .toList();
        var page = cut(request, edges, Edge::id);
        return new LinkPage(page.items(), page.nextPageToken(), freshness());
    }

    private static <T> Page<T> cut(PageRequest request, List<T> all, Function<T, String> key) {
        var rest = all.stream()
                .filter(item -> request.after()
                        .filter(last -> key.apply(item).compareTo(last) <= 0)
                        .isEmpty())
                .limit(request.size() + 1L)
                .toList();
        return Page.of(request, rest, key);
    }

    private Freshness freshness() {
        return Freshness.of(world, clock.instant());
    }
}
