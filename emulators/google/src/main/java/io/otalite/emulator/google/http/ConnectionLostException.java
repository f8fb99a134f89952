package io.otalite.emulator.google.http;

import java.io.IOException;

/** The caller went away while sending; unlike a failing disk this concerns nobody else. */
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(IOException cause) {
        super("The caller closed the connection before the end of the request", cause);
    }
}
