package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Recognition;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.KeyUse;
import java.time.Instant;
import java.util.Map;

/** Asks the issuer of a changed credential whether it is in use, whoever has changed it. */
public final class IssuerUse implements KeyUse {
    private final Subjects subjects;
    private final Map<String, CredentialIssuer> issuers;

    /** @param issuers by their kinds */
    public IssuerUse(Subjects subjects, Map<String, CredentialIssuer> issuers) {
        this.subjects = subjects;
        this.issuers = Map.copyOf(issuers);
    }

    @Override
    public Usage since(Change change, Instant since) {
        return switch (subjects.of(change.secret(), change.keys().first())) {
            case Recognition.Unknown(var reason) -> new Usage.Unknown(reason);
            case Recognition.Known(var subject) -> use(subject, change, since);
        };
    }

    private Usage use(Subject subject, Change change, Instant since) {
        var issuer = issuers.get(subject.kind());
        if (issuer == null) {
            return new Usage.Unknown("no issuer of it is known here");
        }
        // Anybody may say of a Secret that it has changed; what has come to stand there is seen.
        var named = change.newKeyId()
                .filter(id ->
                        change.isOwn() || subject.currentId().filter(id::equals).isPresent());
        if (named.isEmpty()) {
            return new Usage.Unknown("the credential that is named does not stand in " + change.secret());
        }
        try {
            return issuer.usage(subject, named.get(), since);
        } catch (IssuerRefusedException unknown) {
            return new Usage.Unknown(String.valueOf(unknown.getMessage()));
        }
    }
}
