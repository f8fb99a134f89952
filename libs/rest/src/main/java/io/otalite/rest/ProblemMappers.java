package io.otalite.rest;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** Without what stands there. */
    private static Response malformed(StreamReadException e) {
        var where = e.getLocation();
        return response(Problem.of(
                400,
                "malformed_json",
                "Malformed JSON",
                "The body is no JSON: see line %d, column %d.".formatted(where.getLineNr(), where.getColumnNr()),
                Map.of()));
    }

    /** JSON in which something is not what it has to be, without what stands there. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e) {
        var member = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[%d]".formatted(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        var detail = e instanceof UnrecognizedPropertyException unknown
                ? "There is no member %s; there are %s.".formatted(member, unknown.getKnownPropertyIds())
                : "%s is of a wrong type.".formatted(member.isEmpty() ? "The body" : "The member " + member);
        return response(Problem.of(
                400, "invalid_body", "Invalid body", detail, member.isEmpty() ? Map.of() : Map.of(member, detail)));
    }

    /** What the framework refuses by itself: unknown path, method, media type, a body over the limit. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Response.Status.Family.REDIRECTION) {
            return e.getResponse();
        }
        if (e.getCause() instanceof StreamReadException noJson) {
            return malformed(noJson);
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
