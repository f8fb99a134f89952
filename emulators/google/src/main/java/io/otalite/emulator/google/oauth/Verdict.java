package io.otalite.emulator.google.oauth;

import io.otalite.emulator.google.access.Scopes;
import io.otalite.emulator.google.iam.ServiceAccount;

/** What became of an assertion. */
public sealed interface Verdict {

    /** It counts: this key of this account signed it, and both are enabled. */
    record Good(ServiceAccount account, String keyId, Scopes scopes) implements Verdict {}

    /**
     * It does not count.
     *
     * @param keyId as the assertion claims it, unverified
     */
    record Refused(Refusal refusal, String account, String keyId) implements Verdict {}

    /** Why; the texts are Google's where they are known, and clients must not depend on them. */
    enum Refusal {
        MALFORMED("Invalid JWT: expected three base64url parts, RS256, and the claims iss, aud, iat, exp and scope."),
        ACCOUNT("Invalid grant: account not found"),
        SIGNATURE("Invalid JWT Signature."),
        AUDIENCE("Invalid JWT: aud must be https://oauth2.googleapis.com/token or this endpoint."),
        TIME("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
                + " Check your iat and exp values in the JWT claim."),
        SCOPE("Invalid JWT: scope must name at least one scope.");

        private final String description;

        Refusal(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }
}
