package io.otalite.rest;

import io.otalite.access.AccessToken;
import java.util.List;
import java.util.Optional;

/**
 * The one rule that every request passes before its resource method runs.
 *
 * <p>Called for every matched path from many threads. The rule fails closed: what it cannot decide is not
 * {@link Decision.Allowed}.
 */
public interface Authorisation {
    /**
     * @param tokens what the caller presented, read in every way in use; empty when nothing was presented
     * @param request what the caller wants
     */
    Decision decide(List<AccessToken> tokens, Request request);

    /**
     * What is asked for.
     *
     * @param method upper-case HTTP method
     * @param path without the query
     * @param factory the factory that the path names, if it names one; not yet validated
     */
    record Request(String method, String path, Optional<String> factory) {}

    /** What the rule says. */
    sealed interface Decision {
        /** The caller may; its name is for the record ("who published this version"). */
        record Allowed(Caller caller) implements Decision {}

        /** No token, or one that is not known: 401. */
        record Unauthenticated(String reason) implements Decision {}

        /** The rule could not be asked, for instance because a mounted file is not readable: 503, never a silent yes. */
        record Unavailable(String reason) implements Decision {}
    }
}
