package io.otalite.api.publication.http;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationStore;
import io.otalite.events.FactoryName;
import io.otalite.rest.ProblemException;

/** Finds the factory that a path names. */
final class Factories {
    private Factories() {}

    static FactoryName name(String factory) {
        return FactoryName.parse(factory).orElseThrow(() -> unknown(factory));
    }

    static Factory find(PublicationStore store, String factory) {
        return store.find(name(factory)).orElseThrow(() -> unknown(factory));
    }

    static ProblemException unknown(String factory) {
        return new ProblemException(
                404,
                "unknown_factory",
                "Unknown factory",
                "There is no factory %s. GET /v1/factories lists them, POST /v1/factories makes one."
                        .formatted(factory));
    }
}
