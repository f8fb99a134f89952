package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes credentials of one kind and may take them back. Thread-safe. Every call may block for seconds; none may be relied upon to
 * have happened only once, so each asks first whether it has happened already.
 *
 * <p>Laws: two credentials of a subject are good at the same time, from {@link #issue} until the older is disabled. {@link #issue} under
 * the same intent gives the same credential, also where its answer was lost. An issuer that cannot tell the lost one from those of others
 * takes back nothing, for that may be in use, and makes no other while it sees one that may be it. What fails says why in words that hold
 * no secret.
 */
public interface CredentialIssuer {
    /** For instance {@code google-service-account-key}. */
    String kind();

    /**
     * Why a new one cannot be made now, for people: no room for one more, a missing right, an unknown account; or must not be written
     * to one of the places. Empty when it can.
     *
     * @param places where it would be written, the Secrets with their entries. What is observed of them need not prove that they have the
     *     credential in use; who has not must not be given the next one
     * @throws IssuerUnavailableException if nobody answers
     */
    List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places);

    /**
     * Those of the objects that have a credential itself, of those that are observed to name it or to have its content. A name is no
     * secret: whoever writes one into an object of their own must neither be given the next credential, nor keep the old one from being
     * taken back. Where the name is that of the content, all have it.
     *
     * @throws IssuerUnavailableException if that cannot be told now
     * @throws IssuerRefusedException if it may not be known
     */
    default Set<ObjectRef> having(Subject subject, String id, Set<ObjectRef> named) {
        return named;
    }

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
     * Takes back what was made under the intent, if anything was; nothing is issued under it any more. What is not known, and cannot be
     * told from what others have made, is left.
     *
     * @param issued the id of what was made, where that is known
     * @throws IssuerUnavailableException if that is not certain yet
     */
    void discard(Subject subject, Bytes intent, Optional<String> issued);

    /** Uses the new credential for what it is for, without any cache. One attempt. */
    Proof prove(Subject subject, Issued issued);

    /**
     * What is known of a credential's use since a moment. Where an issuer counts by spans of time, the first one that counts is the first
     * that begins after that moment: so its use by a proof just before is never taken for that of a consumer.
     *
     * @throws IssuerUnavailableException if nobody answers
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
