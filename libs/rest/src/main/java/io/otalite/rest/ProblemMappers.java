package io.otalite.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every way in which a request can fail ends here as a problem document, without a stack trace. */
public final class ProblemMappers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return response(e.problem());
    }

    /** What the framework refuses by itself: unknown path, method, media type, a body over the limit. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Response.Status.Family.REDIRECTION) {
            return e.getResponse();
        }
        var title = status.getReasonPhrase();
        var code = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
        var answer = Response.fromResponse(response(
                Problem.of(status.getStatusCode(), code, title, advice(status.getStatusCode(), title), Map.of())));
        var allow = e.getResponse().getHeaderString("Allow");
        return allow == null ? answer.build() : answer.header("Allow", allow).build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        LOG.atError().setCause(e).log("Request failed unexpectedly");
        return response(Problem.of(
                500,
                "internal_error",
                "Internal error",
                "The request could not be answered; the service's log has the reason. It is safe to read the state and try again.",
                Map.of()));
    }

    /** A problem as a response; never cached. */
    public static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }

    private static String advice(int status, String title) {
        return switch (status) {
            case 404 -> "There is nothing at this path. GET /q/openapi lists the paths of this service.";
            case 405 -> "This path does not take this method; the Allow header lists those it takes.";
            case 413 -> "The request body is larger than this service accepts.";
            case 415 -> "Send the body as application/json.";
            default -> title;
        };
    }
}
