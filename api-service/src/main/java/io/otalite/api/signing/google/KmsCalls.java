package io.otalite.api.signing.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.common.base.Throwables;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of Cloud KMS with an end: the client's own limits count from one silence to the next, and leave its token request out.
 * A failure is told by its kind only, without what the service has said.
 */
final class KmsCalls {
    private static final int BAD_REQUEST = 400;
    private static final String INVALID = "INVALID_ARGUMENT";

    private final KmsAccess access;

    KmsCalls(KmsAccess access) {
        this.access = access;
    }

    /**
     * @throws KeyUnreadableException when the service says that the request will never succeed
     * @throws KeysUnavailableException when there is no answer, or a refusal that may be lifted
     */
    <T> T answer(Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("cloud-kms").start(task);
        try {
            return task.get(access.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw translated(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException _) {
            task.cancel(true);
            throw new KeysUnavailableException(
                    "Cloud KMS gives no answer about %s within %s".formatted(access.key(), access.answerWithin()));
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("The call of Cloud KMS was interrupted");
        }
    }

    private RuntimeException translated(Throwable failure) {
        var chain = Throwables.getCausalChain(failure);
        var status = chain.stream()
                .filter(HttpResponseException.class::isInstance)
                .map(cause -> ((HttpResponseException) cause).getStatusCode())
                .findFirst();
        if (chain.stream().anyMatch(Retryable.class::isInstance)) {
            return unavailable(
                    "The token endpoint %s".formatted(access.tokenEndpoint()),
                    status.map(code -> "refuses the credentials (HTTP %d)".formatted(code))
                            .orElse("does not answer"));
        }
        if (isInvalid(failure)) {
            return new KeyUnreadableException(
                    "Cloud KMS refuses this as invalid for %s: it was wrapped by another key, or for another factory"
                            .formatted(access.key()));
        }
        return unavailable(
                "Cloud KMS",
                status.map("answers HTTP %d"::formatted)
                        .orElse("does not answer (%s)"
                                .formatted(chain.getLast().getClass().getSimpleName())));
    }

    private static boolean isInvalid(Throwable failure) {
        return failure instanceof GoogleJsonResponseException refused
                && refused.getStatusCode() == BAD_REQUEST
                && refused.getDetails() != null
                && INVALID.equals(refused.getDetails().get("status"));
    }

    private KeysUnavailableException unavailable(String who, String what) {
        return new KeysUnavailableException("%s %s about %s".formatted(who, what, access.key()));
    }
}
