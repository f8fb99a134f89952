package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.access.AccessToken;
import io.otalite.access.PresentedToken;
import io.otalite.access.TokenHash;
import io.otalite.emulator.cluster.access.ServiceAccountTokens.Proof;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds out who calls. A wrong token is refused, never taken for none. Thread-safe. */
public final class Authentication {
    private static final Caller ADMIN = new Caller("admin", "", List.of(Groups.MASTERS, Groups.AUTHENTICATED));
    private static final Caller ANONYMOUS = new Caller("system:anonymous", "", List.of(Groups.UNAUTHENTICATED));

    private final TokenHash adminToken;
    private final ServiceAccountTokens tokens;

    public Authentication(TokenHash adminToken, ServiceAccountTokens tokens) {
        this.adminToken = adminToken;
        this.tokens = tokens;
    }

    /**
     * Who the headers of a request say it is.
     *
     * @param header looks up a header by its name, case-insensitively
     * @throws Refusal 401 for a token that proves nothing here
     */
    public Caller caller(Function<String, Optional<String>> header) {
        if (header.apply("Authorization").isEmpty()) {
            return ANONYMOUS;
        }
        return PresentedToken.candidates(header).stream()
                .flatMap(token -> prove(token, List.of(ServiceAccountTokens.AUDIENCE)).stream())
                .findFirst()
                .map(Proof::caller)
                .orElseThrow(
                        () -> new Refusal(401, "Unauthorized", "Unauthorized", JsonNodeFactory.instance.objectNode()));
    }

    /** What a token proves to one of these audiences. */
    public Optional<Proof> prove(AccessToken token, List<String> audiences) {
        if (adminToken.matches(token)) {
            return Optional.of(new Proof(ADMIN, audiences));
        }
        return tokens.verify(token.reveal()).flatMap(proof -> forAudiences(proof, audiences));
    }

    private static Optional<Proof> forAudiences(Proof proof, List<String> wanted) {
        var common = proof.audiences().stream().filter(wanted::contains).toList();
        return common.isEmpty() ? Optional.empty() : Optional.of(new Proof(proof.caller(), common));
    }
}
