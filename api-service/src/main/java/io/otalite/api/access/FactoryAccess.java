package io.otalite.api.access;

import io.otalite.access.AccessToken;
import io.otalite.rest.Authorisation;
import io.otalite.rest.Caller;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rule of this service: whoever owns a known token may do everything; without a token, the metadata of a factory that
 * made it public may be read, and nothing else.
 */
public final class FactoryAccess implements Authorisation {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> METADATA = Set.of("/tuf/", "/ota/repo/");

    private final Authorisation tokens;
    private final Predicate<String> isPublic;

    /**
     * @param tokens recognises the owners of tokens
     * @param isPublic whether there is a factory of this name whose metadata is public; takes any text
     */
    public FactoryAccess(Authorisation tokens, Predicate<String> isPublic) {
        this.tokens = tokens;
        this.isPublic = isPublic;
    }

    @Override
    public Decision decide(List<AccessToken> presented, Request request) {
        if (presented.isEmpty() && isReadingOfPublicMetadata(request)) {
            return new Decision.Allowed(Caller.PUBLIC);
        }
        return tokens.decide(presented, request);
    }

    private boolean isReadingOfPublicMetadata(Request request) {
        return READING.contains(request.method())
                && METADATA.stream().anyMatch(request.path()::startsWith)
                && request.factory().filter(isPublic).isPresent();
    }
}
