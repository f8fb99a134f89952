package io.otalite.rotation.credentials.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a failed call means, in words that quote nothing but what Google says of a policy. */
final class Failures {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private Failures() {}

    /**
     * A refusal that stays, or an outcome that is not known.
     *
     * @param what could not be done, as in "The attempt to list the keys"
     */
    static RuntimeException of(IOException failure, String what) {
        if (failure instanceof GoogleJsonResponseException answer && answer.getDetails() != null) {
            return of(answer, what);
        }
        var who = failure instanceof HttpResponseException ? "Google" : "the token endpoint";
        return status(failure)
                .map(status -> new IssuerUnavailableException(
                        "The attempt to %s failed: %s answers HTTP %d".formatted(what, who, status)))
                .orElseGet(
                        () -> new IssuerUnavailableException("The attempt to %s failed: Google cannot be reached (%s)"
                                .formatted(what, failure.getClass().getSimpleName())));
    }

    private static RuntimeException of(GoogleJsonResponseException answer, String what) {
        var status = answer.getStatusCode();
        if (status == HttpURLConnection.HTTP_FORBIDDEN) {
            return new IssuerRefusedException("There is no permission to " + what);
        }
        var constraint = constraint(answer.getDetails());
        if (constraint.isPresent()) {
            return new IssuerRefusedException(
                    "The organisation does not allow to %s: %s".formatted(what, constraint.get()));
        }
        var message = "The attempt to %s failed: Google answers HTTP %d %s"
                .formatted(what, status, answer.getDetails().getOrDefault("status", ""))
                .strip();
        return isFinal(status) ? new IssuerRefusedException(message) : new IssuerUnavailableException(message);
    }

    /** The key of this service may be mended while the call is tried again. */
    private static boolean isFinal(int status) {
        return status >= HttpURLConnection.HTTP_BAD_REQUEST
                && status < HttpURLConnection.HTTP_INTERNAL_ERROR
                && status != HttpURLConnection.HTTP_UNAUTHORIZED
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
    }

    /** Whether Google said this status, in its own form. */
    static boolean is(IOException failure, int status) {
        return failure instanceof GoogleJsonResponseException answer
                && answer.getDetails() != null
                && answer.getStatusCode() == status;
    }

    /** The status of the answer, be it that of a token endpoint; empty when there was none. */
    static Optional<Integer> status(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                return Optional.of(answer.getStatusCode());
            }
        }
        return Optional.empty();
    }

    /** The policy that a {@code google.rpc.PreconditionFailure} names: the full key limit has the same code and names none. */
    private static Optional<String> constraint(GoogleJsonError error) {
        if (!(error.get("details") instanceof List<?> details)) {
            return Optional.empty();
        }
        return details.stream()
                .filter(Map.class::isInstance)
                .map(detail -> ((Map<?, ?>) detail).get("violations"))
                .filter(List.class::isInstance)
                .flatMap(violations -> ((List<?>) violations).stream())
                .filter(Map.class::isInstance)
                .map(violation -> ((Map<?, ?>) violation).get("type") + " " + ((Map<?, ?>) violation).get("subject"))
                .findFirst();
    }
}
