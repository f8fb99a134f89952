package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A user-managed key of a Google service account.
 *
 * @param project of the account
 * @param expires empty for a key without an end
 * @param origin {@code GOOGLE_PROVIDED} or {@code USER_PROVIDED}
 */
public record GoogleKey(
        ObjectRef ref, Meta meta, String project, boolean disabled, Optional<Instant> expires, String origin)
        implements Observed {

    @Override
    public List<Reference> references() {
        return List.of(Reference.of(
                Use.GOOGLE_ACCOUNT, new ObjectRef(Kinds.GOOGLE_ACCOUNT, project, ref.namespace()), "/name", "name"));
    }
}
