package io.otalite.backup.archive.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import com.google.common.base.Throwables;
import java.io.IOException;

/** What a failure of the storage client means for whoever waits for it. */
final class GcsFailures {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int GONE = 410;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private GcsFailures() {}

    /** The kinds of failure that are treated differently. */
    enum Kind {
        /** Something stands there: compare. */
        PRECONDITION,
        /** The token, or the key behind it, is refused. */
        KEY,
        /** The bucket is missing or the account is not let in; or the client is misconfigured. */
        ACCESS,
        /** This request is refused for what it contains. */
        REQUEST,
        /** No answer, or an answer to come back. */
        NO_ANSWER
    }

    static Kind classify(StorageException failure) {
        var code = failure.getCode();
        return switch (code) {
            case PRECONDITION_FAILED -> Kind.PRECONDITION;
            case UNAUTHORISED -> Kind.KEY;
            case FORBIDDEN, NOT_FOUND -> Kind.ACCESS;
            case BAD_REQUEST, TOO_LARGE -> Kind.REQUEST;
            case REQUEST_TIMEOUT, GONE, TOO_MANY_REQUESTS -> Kind.NO_ANSWER;
            default -> code >= SERVER_ERROR ? Kind.NO_ANSWER : byCauses(failure);
        };
    }

    /** No HTTP status: the token endpoint, the network or the client itself. The library's retryable flag is no help here. */
    private static Kind byCauses(StorageException failure) {
        var causes = Throwables.getCausalChain(failure);
        var ofTokenEndpoint = causes.stream().anyMatch(Retryable.class::isInstance);
        if (ofTokenEndpoint) {
            for (var cause : causes) {
                if (cause instanceof HttpResponseException answer) {
                    var status = answer.getStatusCode();
                    return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR
                            ? Kind.NO_ANSWER
                            : Kind.KEY;
                }
            }
        }
        return causes.stream().anyMatch(IOException.class::isInstance) ? Kind.NO_ANSWER : Kind.ACCESS;
    }

    /** For an operator: the status and the words of the answer. They hold no token and no key. */
    static String describe(StorageException failure) {
        var root = Throwables.getRootCause(failure);
        var words = failure.getMessage() == null ? root.toString() : failure.getMessage();
        return failure.getCode() == 0
                ? words + " (" + root.getClass().getSimpleName() + ")"
                : "HTTP " + failure.getCode() + " " + words;
    }
}
