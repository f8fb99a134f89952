package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What rotation-service says of one Deployment: whether it would start, and why not. */
final class Judgements {
    static final String BLOCKED = "BLOCKED_START";

    private static final int NOT_FOUND = 404;

    private final RestClient rest;
    private final URI rotation;
    private final String namespace;
    private final String deployment;

    Judgements(RestClient rest, URI rotation, String namespace, String deployment) {
        this.rest = rest;
        this.rotation = rotation;
        this.namespace = namespace;
        this.deployment = deployment;
    }

    /**
     * Why a workload would not start.
     *
     * @param nearest the name that may be meant; empty when there is none like it
     */
    record Blocked(String path, String message, String nearest) {
        static Optional<Blocked> in(JsonNode judgement) {
            return StreamSupport.stream(judgement.path("reasons").spliterator(), false)
                    .filter(reason -> reason.path("verdict").asText().equals(BLOCKED))
                    .map(reason -> new Blocked(
                            reason.path("path").asText(),
                            reason.path("message").asText(),
                            reason.path("nearest").asText("")))
                    .findFirst();
        }
    }

    private Optional<JsonNode> judgement() throws InterruptedException {
        var reply = rest.get(rotation.resolve("/v1/judgements/%s/Deployment/%s".formatted(namespace, deployment)));
        return reply.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(reply.good().json().path("judgement"));
    }

    /** Why it would not start; empty when it would, or is not judged yet. */
    Optional<Blocked> blocked() throws InterruptedException {
        return judgement().flatMap(Blocked::in);
    }

    /** Whether it is judged, and would start. */
    boolean wouldStart() throws InterruptedException {
        return judgement().filter(found -> Blocked.in(found).isEmpty()).isPresent();
    }

    /** The outcome of an audit of manifests, as {@code ./ota audit} makes it: {@code WOULD_START}, {@code WOULD_NOT_START}. */
    String audit(String manifests) throws InterruptedException {
        var reply = rest.send("POST", rotation.resolve("/v1/audits?namespace=" + namespace), Bytes.utf8(manifests));
        return reply.good().json().path("outcome").asText();
    }
}
