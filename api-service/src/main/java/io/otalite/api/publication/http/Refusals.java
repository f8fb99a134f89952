package io.otalite.api.publication.http;

import io.otalite.api.publication.StoreUnavailableException;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.rest.Problem;
import io.otalite.tuf.MalformedJsonException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the refusals of this service read on the wire. */
public class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    @ServerExceptionMapper
    Response refused(EditRefusedException e) {
        var status = switch (e.reason()) {
            case INVALID_REQUEST -> 400;
            case UNKNOWN_TARGET -> 404;
            case TARGET_EXISTS -> 409;
            case MERGE_TYPE_MISMATCH, INVALID_TARGET -> 422;
            case TARGETS_TOO_LARGE -> 413;
        };
        var code = e.reason().name().toLowerCase(Locale.ROOT);
        return response(Problem.of(
                status,
                code,
                title(code),
                e.getMessage(),
                Map.of(e.where().isEmpty() ? "/" : e.where(), e.getMessage())));
    }

    @ServerExceptionMapper
    Response malformed(MalformedJsonException e) {
        var code = e.code().name().toLowerCase(Locale.ROOT);
        return response(Problem.of(
                400,
                code,
                title(code),
                e.getMessage(),
                Map.of(e.pointer().isEmpty() ? "/" : e.pointer(), e.getMessage())));
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException e) {
        LOG.atWarn().setCause(e).log("Store could not answer a request");
        return switch (e.reason()) {
            case BUSY ->
                response(Problem.of(
                        503,
                        "factory_busy",
                        "Factory busy",
                        "Other publications of this factory are under way for too long. Nothing was written; try again.",
                        Map.of()));
            case AWAY ->
                response(Problem.of(
                        503,
                        "store_unavailable",
                        "Store unavailable",
                        "The database does not answer. A change may or may not have become durable:"
                                + " read the Targets, then try again.",
                        Map.of()));
        };
    }

    private static String title(String code) {
        return code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1).replace('_', ' ');
    }

    private static Response response(Problem problem) {
        var answer = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        return problem.status() == 503 ? answer.header("Retry-After", "1").build() : answer.build();
    }
}
