package io.otalite.rotation.judgement.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.JudgementView;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.Freshness;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Says of each workload whether it would start now. */
@Path("/v1/judgements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Judgements")
public class JudgementsResource {
    private final Judgements judgements;
    private final JudgementLoop loop;
    private final World world;
    private final Clock clock;

    JudgementsResource(Judgements judgements, JudgementLoop loop, World world, Clock clock) {
        this.judgements = judgements;
        this.loop = loop;
        this.world = world;
        this.clock = clock;
    }

    /** A page of judgements, and how old it is. */
    public record JudgementPage(
            List<JudgementView> items,
            @JsonProperty("next_page_token") String nextPageToken,
            Freshness observed) {}

    /** One judgement, and how old it is. */
    public record OneJudgement(JudgementView judgement, Freshness observed) {}

    @GET
    @Operation(summary = "Would it start now? All workloads, in the order of namespace, kind and name")
    public JudgementPage list(
            @QueryParam("at_least")
                    @DefaultValue("OK")
                    @Parameter(
                            description =
                                    "Only verdicts as bad as this or worse: OK, OK_OPTIONAL_MISSING, AT_RISK, STALE, DEGRADED, UNKNOWN, BLOCKED_ROLLBACK, BLOCKED_START")
                    String atLeast,
            @QueryParam("namespace") @DefaultValue("") String namespace,
            @QueryParam("page_size") @Nullable String pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        requireJudged();
        var least = verdict(atLeast);
        var request = PageRequest.of(pageSize, pageToken, "judgements/%s/%s".formatted(least, namespace));
        var found = new ArrayList<JudgementView>();
        var dependents = new HashMap<ObjectRef, Set<ObjectRef>>();
        for (var judgement : judgements.after(request.after(ObjectRef::parse))) {
            if (matches(judgement, least, namespace)) {
                found.add(JudgementView.of(judgement, target -> dependents.computeIfAbsent(target, world::dependents)));
            }
            if (found.size() > request.size()) {
                break;
            }
        }
        var page = Page.of(request, found, view -> view.workload().id());
        return new JudgementPage(page.items(), page.nextPageToken(), Freshness.of(world, clock.instant()));
    }

    @GET
    @Path("/{namespace}/{kind}/{name}")
    @Operation(summary = "Would this workload start now?")
    public OneJudgement one(
            @PathParam("namespace") String namespace, @PathParam("kind") String kind, @PathParam("name") String name) {
        requireJudged();
        return judgements
                .of(new ObjectRef(kind, namespace, name))
                .map(judgement ->
                        new OneJudgement(JudgementView.of(judgement, world), Freshness.of(world, clock.instant())))
                .orElseThrow(() -> new ProblemException(
                        404,
                        "unknown_workload",
                        "Unknown workload",
                        "No %s %s/%s is judged. Kinds are written as in manifests, such as Deployment; GET /v1/judgements lists all."
                                .formatted(kind, namespace, name)));
    }

    /** A list that is not complete yet would say that all is well. */
    private void requireJudged() {
        if (!loop.judgedOnce()) {
            throw new ProblemException(
                    503,
                    "not_judged_yet",
                    "Not judged yet",
                    "This service has begun a moment ago and has not judged everything once; its readiness tells what it waits for.");
        }
    }

    private static boolean matches(Judgement judgement, Verdict least, String namespace) {
        return !least.isWorseThan(judgement.verdict())
                && (namespace.isEmpty() || judgement.workload().namespace().equals(namespace));
    }

    private static Verdict verdict(String text) {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        400,
                        "invalid_verdict",
                        "Invalid verdict",
                        "at_least is one of " + Arrays.toString(Verdict.values()),
                        Map.of("at_least", "not a verdict")));
    }
}
