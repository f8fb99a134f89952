package io.otalite.emulator.cluster.network;

import java.nio.charset.StandardCharsets;

/**
 * Follows what goes over a connection just enough to know when it is between two exchanges of HTTP/1 (RFC 9112): nothing
 * has been asked that is not answered in full. Only then can another server take the connection over. A connection about
 * which this cannot be known for certain, because it carries something else than HTTP/1, or requests that do not wait for
 * their turn, is opaque from then on.
 *
 * <p>Thread-safe: a connection is read by two threads.
 */
final class HttpExchanges {
    private static final int LONGEST_METHOD = 20;

    private boolean opaque;
    private boolean used;
    private boolean answered = true;
    private boolean answering;
    private ResponseEnd response = new ResponseEnd(false);

    /** Whether these bytes of the client could begin a request. */
    static boolean beginsRequest(byte[] bytes, int length) {
        for (var at = 0; at < Math.min(length, LONGEST_METHOD); at++) {
            if (bytes[at] == ' ') {
                return at > 0;
            }
            if (bytes[at] < 'A' || bytes[at] > 'Z') {
                return false;
            }
        }
        return false;
    }

    /** Whether a server that knows nothing of the connection could answer what the client says next. */
    synchronized boolean isBetween() {
        return !opaque && answered;
    }

    /** Whether it is not known any more what is going on. */
    synchronized boolean isOpaque() {
        return opaque;
    }

    /** Whether nothing has been said yet. */
    synchronized boolean isFresh() {
        return !used;
    }

    synchronized void clientSpoke(byte[] bytes, int length) {
        used = true;
        if (!answered) {
            // The rest of a request, unless its answer has begun: then the client is ahead of the server.
            opaque |= answering;
        } else if (beginsRequest(bytes, length)) {
            answered = false;
            answering = false;
            response = new ResponseEnd(startsWith(bytes, length, "HEAD "));
        } else {
            opaque = true;
        }
    }

    synchronized void serverSpoke(byte[] bytes, int length) {
        used = true;
        if (opaque || answered) {
            // Nobody asked: it is not HTTP, or the server is about to hang up.
            opaque = true;
            return;
        }
        for (var at = 0; at < length; at++) {
            if (response.isReached()) {
                opaque = true;
                return;
            }
            response.next(bytes[at]);
        }
        answering = response.hasBegun();
        answered = response.isReached();
        opaque |= response.isUnknown();
    }

    private static boolean startsWith(byte[] bytes, int length, String prefix) {
        return length >= prefix.length()
                && new String(bytes, 0, prefix.length(), StandardCharsets.ISO_8859_1).equals(prefix);
    }
}
