package io.otalite.rotation;

import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The whole object graph, from the outside in: read it from the top. */
@ApplicationScoped
public class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Authorisation authorisation(AccessConfig config) {
        return new AdminToken(config);
    }
}
