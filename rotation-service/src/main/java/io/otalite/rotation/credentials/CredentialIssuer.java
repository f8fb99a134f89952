package io.otalite.rotation.credentials;

import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * Who makes credentials of one kind and may take them back. Thread-safe. Every call may block for seconds; none may be relied upon to
 * have happened only once, so each asks first whether it has happened already.
 *
 * <p>Laws: two credentials of a subject are good at the same time, from {@link #issue} until the older is disabled. {@link #issue} under
 * the same intent gives the same credential or, where its first one was lost with its answer, takes that one back before it makes
 * another: there never is one that nobody knows. What fails says why in words that hold no secret.
 */
public interface CredentialIssuer {
    /** For instance {@code google-service-account-key}. */
    String kind();

    /**
     * Why a new one cannot be made now, for people: no room for one more, a missing right, an unknown account. Empty when it can.
     *
     * @throws IssuerUnavailableException if nobody answers
     */
    List<String> refusals(Subject subject);

    /**
     * What must be durable before {@link #issue}, so that a second attempt can tell what the first one did. Secret. Changes nothing.
     *
     * @throws IssuerUnavailableException if nobody answers
     */
    Bytes intend(Subject subject);

    /**
     * Makes the new credential.
     *
     * @throws IssuerUnavailableException if nobody answers, or if it is not known what came of it
     * @throws IssuerRefusedException if it will not be made
     */
    Issued issue(Subject subject, Bytes intent);

    /**
     * Takes back whatever was made under the intent, known or not.
     *
     * @throws IssuerUnavailableException if that is not certain yet
     */
    void discard(Subject subject, Bytes intent);

    /** Uses the new credential for what it is for, without any cache. One attempt. */
    Proof prove(Subject subject, Issued issued);

    /**
     * What is known of a credential's use since a moment. Where an issuer counts by spans of time, the first one that counts is the first
     * that begins after that moment: so its use by a proof just before is never taken for that of a consumer.
     */
    Usage usage(Subject subject, String id, Instant since);

    /** @throws IssuerUnavailableException if nobody answers */
    Standing standing(Subject subject, String id);

    /**
     * Enables, disables or deletes a credential.
     *
     * @throws IssuerUnavailableException if nobody answers, or if it is not known what came of it
     * @throws IssuerRefusedException if it cannot be, as a deleted one cannot be enabled
     */
    void change(Subject subject, String id, Standing standing);
}
