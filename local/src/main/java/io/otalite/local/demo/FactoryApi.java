package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One factory at api-service, as its user and as a device see it. */
final class FactoryApi {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int PAGE_SIZE = 100;

    private final RestClient rest;
    private final URI api;
    private final FactoryName factory;

    FactoryApi(RestClient rest, URI api, FactoryName factory) {
        this.rest = rest;
        this.api = api;
        this.factory = factory;
    }

    /** Creates the factory. False: it was there. */
    boolean create() throws InterruptedException {
        var body = Bytes.utf8("{\"name\":\"%s\"}".formatted(factory.value()));
        var reply = rest.send("POST", api.resolve("/v1/factories"), body);
        return reply.status() != CONFLICT && reply.good().status() != CONFLICT;
    }

    /** Publishes what the body says, with PUT to replace all Targets or PATCH to change some. */
    MetadataVersion publish(String method, Bytes body) throws InterruptedException {
        var reply = rest.send(method, api.resolve("/ota/factories/%s/targets/".formatted(factory.value())), body)
                .good();
        return new MetadataVersion(reply.json().path("version").asLong());
    }

    /** A metadata file as it is served, byte for byte; empty when there is none. */
    Optional<Bytes> file(String name) throws InterruptedException {
        var reply = rest.get(api.resolve("/tuf/%s/metadata/%s".formatted(factory.value(), name)));
        return reply.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(reply.good().body());
    }

    /** The Targets document of this version as it is served. */
    StoredBytes served(MetadataVersion version) throws InterruptedException {
        var name = version.value() + ".targets.json";
        var bytes = file(name).orElseThrow(() -> new DemoFailedException(name + " to be served", "HTTP 404"));
        return StoredBytes.of("what api-service serves as " + name, bytes);
    }

    /** What a device makes of the repository that knows no more than its first root. */
    WalkResult.Accepted verify(Instant now) throws InterruptedException {
        var root =
                file("1.root.json").orElseThrow(() -> new DemoFailedException("1.root.json to be served", "HTTP 404"));
        return switch (ClientWalk.walk(TrustedState.ofRoot(root), this::fileForWalk, now)) {
            case WalkResult.Accepted accepted -> accepted;
            case WalkResult.Refused(var section, var reason, var message) ->
                throw new DemoFailedException(
                        "metadata that a TUF client accepts", "%s (TUF %s): %s".formatted(reason, section, message));
        };
    }

    private Optional<Bytes> fileForWalk(String name) {
        try {
            return file(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("time to read " + name, "an interruption");
        }
    }

    /** Every version that was ever published, with the digest that api-service recorded; newest first. */
    List<JsonNode> versions() throws InterruptedException {
        var versions = new ArrayList<JsonNode>();
        var token = "";
        do {
            var uri =
                    "/v1/factories/%s/versions?page_size=%d&page_token=%s".formatted(factory.value(), PAGE_SIZE, token);
            var page = rest.get(api.resolve(uri)).good().json();
            page.path("items").forEach(versions::add);
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());
        return versions;
    }
}
