package io.otalite.rest;

import io.otalite.access.AccessToken;
import io.otalite.access.TokenHashes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule of a service that knows one caller: the owner of the bootstrap admin token.
 *
 * <p>The mounted file is read again every few seconds, so that a rotated token counts without a restart; while it is rotated the file has
 * the hashes of both, the old token's and the new one's. While it cannot be read nobody comes in, but the service goes on with what needs no caller.
 */
public final class AdminToken implements Authorisation {
    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    private final Path file;
    private final long rereadAfterNanos;
    private volatile @Nullable Reading reading;

    public AdminToken(AccessConfig config) {
        this(config.adminTokenSha256File(), config.rereadAfter());
    }

    AdminToken(Path file, Duration rereadAfter) {
        this.file = file;
        this.rereadAfterNanos = rereadAfter.toNanos();
    }

    @Override
    public Decision decide(List<AccessToken> tokens, Request request) {
        var accepted = accepted();
        if (accepted == null) {
            return new Decision.Unavailable("The hash of the admin token cannot be read, so nobody can be recognised."
                    + " An operator has to mend the mounted file.");
        }
        if (tokens.isEmpty()) {
            return new Decision.Unauthenticated(
                    "No token was presented." + " Send it as \"Authorization: Bearer TOKEN\" or \"OSF-TOKEN: TOKEN\".");
        }
        return tokens.stream().anyMatch(accepted::matches)
                ? new Decision.Allowed(Caller.ADMIN)
                : new Decision.Unauthenticated("The presented token is not known here."
                        + " It may have been rotated; ask the owner of the service for the present one.");
    }

    private @Nullable TokenHashes accepted() {
        var last = reading;
        var now = System.nanoTime();
        if (last == null || now - last.atNanos() >= rereadAfterNanos) {
            last = new Reading(read(last), now);
            reading = last;
        }
        return last.accepted();
    }

    private @Nullable TokenHashes read(@Nullable Reading last) {
        try {
            return TokenHashes.read(file);
        } catch (IOException e) {
            if (last == null || last.accepted() != null) {
                LOG.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", e.toString())
                        .log("Hash of the admin token is not readable, every request is refused");
            }
            return null;
        }
    }

    private record Reading(@Nullable TokenHashes accepted, long atNanos) {}
}
