package io.otalite.emulator.google.access;

import io.otalite.emulator.google.http.Request;

/** Tells who makes a call; never lets one pass whose token was not verified. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Reads the bearer token of the request.
     *
     * @throws io.otalite.emulator.google.http.ApiException 401 when there is none, or when it does not count
     */
    Caller authenticate(Request request);
}
