package io.otalite.rest;

import io.otalite.access.PresentedToken;
import io.otalite.telemetry.LogContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks the service's {@link Authorisation} before every resource method; there is no path around it. */
public final class AccessFilter {
    private static final String CALLER = Caller.class.getName();

    private final Authorisation authorisation;

    public AccessFilter(Authorisation authorisation) {
        this.authorisation = authorisation;
    }

    /** @return the refusal, if it is one */
    @ServerRequestFilter
    Optional<Response> authorise(ContainerRequestContext context) {
        var tokens = PresentedToken.candidates(name -> Optional.ofNullable(context.getHeaderString(name)));
        var uri = context.getUriInfo();
        var factory = Optional.ofNullable(uri.getPathParameters().getFirst("factory"));
        factory.ifPresent(name -> LogContext.put(LogContext.FACTORY, name));
        var request = new Authorisation.Request(context.getMethod(), uri.getPath(), factory);
        return switch (authorisation.decide(tokens, request)) {
            case Authorisation.Decision.Allowed allowed -> {
                context.setProperty(CALLER, allowed.caller());
                yield Optional.empty();
            }
            case Authorisation.Decision.Unauthenticated refused ->
                Optional.of(Response.fromResponse(ProblemMappers.response(
                                Problem.of(401, "unauthenticated", "Unauthenticated", refused.reason(), Map.of())))
                        .header("WWW-Authenticate", "Bearer realm=\"ota-lite\"")
                        .build());
            case Authorisation.Decision.Unavailable unavailable ->
                Optional.of(ProblemMappers.response(Problem.of(
                        503,
                        "authorisation_unavailable",
                        "Authorisation unavailable",
                        unavailable.reason(),
                        Map.of())));
        };
    }

    /** Whom the filter let in. */
    public static Caller caller(ContainerRequestContext context) {
        if (context.getProperty(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("The access filter has not run for this request");
    }
}
