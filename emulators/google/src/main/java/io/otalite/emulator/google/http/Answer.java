package io.otalite.emulator.google.http;

/** What happens to the caller: a response, or a connection closed without one, which a real network also offers. */
public sealed interface Answer permits Response, Answer.Dropped {

    /** The connection is closed without a byte of response. */
    record Dropped() implements Answer {}
}
