package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.ObjectRef;
import java.util.Map;
import java.util.Optional;

/**
 * Whose credential is rotated, as it was observed.
 *
 * @param kind of the credential, the {@link CredentialIssuer#kind()} that knows it
 * @param account what the issuer knows the owner by: the e-mail address of a service account, the group role of a database; of a
 *     credential without an issuer the id of the Secret and its entry. At most one rotation at a time has it
 * @param currentId the credential in use now, as its issuer names it; empty when it has no name
 * @param secret where it was observed
 * @param settings what the owner of the Secret declares by annotations, without their prefix
 */
public record Subject(
        String kind, String account, Optional<String> currentId, ObjectRef secret, Map<String, String> settings) {
    public Subject {
        settings = Map.copyOf(settings);
    }

    /** What the owner declares under a name; empty when nothing. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
