package io.otalite.emulator.google.oauth;

import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.oauth.Verdict.Good;
import io.otalite.emulator.google.oauth.Verdict.Refused;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /token}: an assertion signed with an enabled key becomes an access token (RFC 7523 2.1). */
public final class TokenEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final AssertionVerifier verifier;
    private final AccessTokens tokens;
    private final KeyUsage usage;

    public TokenEndpoint(AssertionVerifier verifier, AccessTokens tokens, KeyUsage usage) {
        this.verifier = verifier;
        this.tokens = tokens;
        this.usage = usage;
    }

    public Answer exchange(Request request) throws IOException {
        var form = request.form();
        if (!form.one("grant_type").orElse("").equals(JWT_BEARER)) {
            return refusal("unsupported_grant_type", "Invalid grant_type: expected " + JWT_BEARER);
        }
        return switch (verifier.exchange(form.one("assertion").orElse(""))) {
            case Good good -> issue(good);
            case Refused refused -> refuse(refused);
        };
    }

    private Answer issue(Good good) {
        usage.exchanged(good);
        LOG.atInfo()
                .addKeyValue("account", good.account().email())
                .addKeyValue("key", good.keyId())
                .log("Assertion exchanged");
        var token = tokens.issue(good.account().email(), good.keyId(), good.scopes());
        return Response.ok(Json.object()
                        .put("access_token", token.reveal())
                        .put("expires_in", tokens.lifetime().toSeconds())
                        .put("token_type", "Bearer"))
                .with("Cache-Control", "no-store");
    }

    private static Answer refuse(Refused refused) {
        LOG.atInfo()
                .addKeyValue("account", printable(refused.account()))
                .addKeyValue("key", printable(refused.keyId()))
                .addKeyValue("refusal", refused.refusal())
                .log("Assertion refused");
        return refusal("invalid_grant", refused.refusal().description());
    }

    /** What an unverified assertion claims goes into the log only in a form that cannot break its line. */
    private static String printable(String claimed) {
        var plain = claimed.replaceAll("[^A-Za-z0-9@._-]", "?");
        return plain.length() <= 100 ? plain : plain.substring(0, 100);
    }

    private static Answer refusal(String error, String description) {
        return Response.json(400, Json.object().put("error", error).put("error_description", description));
    }
}
