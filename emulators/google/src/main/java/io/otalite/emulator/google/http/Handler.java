package io.otalite.emulator.google.http;

import java.io.IOException;

/** Carries out one request; a refusal is an {@link ApiException}, a broken connection or disk an {@link IOException}. */
@FunctionalInterface
public interface Handler {
    Answer handle(Request request) throws IOException;
}
