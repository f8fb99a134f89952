package io.otalite.api.publication.http;

import io.otalite.api.publication.CandidateRefusedException;
import io.otalite.api.publication.DocumentTooLargeException;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.StoreUnavailableException;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.rest.Problem;
import io.otalite.rest.ProblemMappers;
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
            case MERGE_TYPE_MISMATCH, INVALID_TARGET, TOO_MANY_TAGS -> 422;
            case TARGETS_TOO_LARGE -> 413;
        };
        var code = e.reason().name().toLowerCase(Locale.ROOT);
        return ProblemMappers.response(Problem.of(
                status,
                code,
                title(code),
                e.getMessage(),
                Map.of(e.where().isEmpty() ? "/" : e.where(), e.getMessage())));
    }

    @ServerExceptionMapper
    Response malformed(MalformedJsonException e) {
        var code = e.code().name().toLowerCase(Locale.ROOT);
        return ProblemMappers.response(Problem.of(
                400,
                code,
                title(code),
                e.getMessage(),
                Map.of(e.pointer().isEmpty() ? "/" : e.pointer(), e.getMessage())));
    }

    @ServerExceptionMapper
    Response tooLarge(DocumentTooLargeException e) {
        return ProblemMappers.response(
                Problem.of(413, "document_too_large", "Document too large", e.getMessage(), Map.of()));
    }

    @ServerExceptionMapper
    Response missingKeys(MissingKeysException e) {
        return ProblemMappers.response(Problem.of(409, "keys_missing", "Keys missing", e.getMessage(), Map.of()));
    }

    @ServerExceptionMapper
    Response keysUnavailable(KeysUnavailableException e) {
        LOG.atWarn().setCause(e).log("Signing keys are out of reach");
        return again(Problem.of(
                503,
                "keys_unavailable",
                "Keys unavailable",
                "The signing keys are out of reach. Nothing was written; try again.",
                Map.of()));
    }

    @ServerExceptionMapper
    Response keyUnreadable(KeyUnreadableException e) {
        LOG.atError().setCause(e).log("A signing key cannot be read, nothing was published");
        return ProblemMappers.response(Problem.of(
                500,
                "key_unreadable",
                "Key unreadable",
                "Nothing was published. An operator has to mend this: " + e.getMessage(),
                Map.of()));
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException e) {
        LOG.atWarn().setCause(e).log("Store could not answer a request");
        return switch (e.reason()) {
            case BUSY ->
                again(Problem.of(
                        503,
                        "factory_busy",
                        "Factory busy",
                        "Other publications of this factory are under way for too long. Nothing was written; try again.",
                        Map.of()));
            case AWAY ->
                again(Problem.of(
                        503,
                        "store_unavailable",
                        "Store unavailable",
                        "The database does not answer. A change may or may not have become durable:"
                                + " read the Targets, then try again.",
                        Map.of()));
        };
    }

    @ServerExceptionMapper
    Response refusedByTheWalk(CandidateRefusedException e) {
        LOG.atError().setCause(e).log("Signed candidate was refused by the client walk, nothing was published");
        return ProblemMappers.response(Problem.of(
                500,
                "candidate_refused",
                "Candidate refused",
                "Nothing was published, because devices would refuse it. An operator has to mend this: "
                        + e.getMessage(),
                Map.of()));
    }

    private static String title(String code) {
        return code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1).replace('_', ' ');
    }

    private static Response again(Problem problem) {
        return Response.fromResponse(ProblemMappers.response(problem))
                .header("Retry-After", "1")
                .build();
    }
}
