package io.otalite.backup.archive.http;

import io.otalite.backup.hold.UnavailableException;
import io.otalite.rest.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A store that cannot answer is told to the reader with its cause; the code names it, for programs. */
public final class UnavailableMapper {
    @ServerExceptionMapper
    Response unavailable(UnavailableException e) {
        var problem = Problem.of(
                503,
                "archive_unavailable_" + e.holdCause().code(),
                "Archive unavailable",
                e.detail() + ". Nothing is lost: what was published meanwhile is held and archived later. Try again.",
                Map.of());
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .header("Retry-After", "5")
                .entity(problem)
                .build();
    }
}
