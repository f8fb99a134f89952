package io.otalite.emulator.google.oauth;

import io.otalite.emulator.google.access.AdminDoor;
import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Caller;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.iam.ServiceAccount;
import io.otalite.emulator.google.iam.ServiceAccounts;
import io.otalite.emulator.google.oauth.Verdict.Good;
import io.otalite.emulator.google.oauth.Verdict.Refused;
import java.util.function.Predicate;

/** Knows the three tokens that count: one that was exchanged, a self-signed assertion, and the local admin token. */
public final class BearerAuthenticator implements Authenticator {
    private final AdminDoor admin;
    private final AssertionVerifier verifier;
    private final AccessTokens tokens;
    private final ServiceAccounts accounts;
    private final KeyUsage usage;

    public BearerAuthenticator(
            AdminDoor admin,
            AssertionVerifier verifier,
            AccessTokens tokens,
            ServiceAccounts accounts,
            KeyUsage usage) {
        this.admin = admin;
        this.verifier = verifier;
        this.tokens = tokens;
        this.accounts = accounts;
        this.usage = usage;
    }

    @Override
    public Caller authenticate(Request request) {
        if (request.header("Authorization").isEmpty()) {
            throw ApiException.anonymous();
        }
        var token = AdminDoor.bearer(request).orElseThrow(ApiException::invalidToken);
        if (isAssertion(token)) {
            return selfSigned(token);
        }
        return admin.opens(token) ? Caller.owner() : exchanged(token);
    }

    private static boolean isAssertion(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    private Caller selfSigned(String assertion) {
        return switch (verifier.selfSigned(assertion)) {
            case Good good -> {
                usage.selfSigned(good);
                yield new Caller(
                        good.account().email(), good.keyId(), good.account().duty(), good.scopes());
            }
            case Refused _ -> throw ApiException.invalidToken();
        };
    }

    private Caller exchanged(String token) {
        var grant = tokens.find(token).orElseThrow(ApiException::invalidToken);
        var account = accounts.find(grant.account())
                .filter(Predicate.not(ServiceAccount::disabled))
                .orElseThrow(ApiException::invalidToken);
        return new Caller(account.email(), grant.keyId(), account.duty(), grant.scopes());
    }
}
