package io.otalite.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Sha256;
import java.io.IOException;
import java.util.Optional;

/** A user of the API who publishes Targets, and a device that reads metadata. */
record ApiClient(RestClient rest) {

    /** What the API promised: this version is published with this content. */
    record Published(Version version, Sha256 sha256) {}

    /** Makes a factory whose metadata anybody may read. */
    void createFactory(String name) {
        var body = JsonNodeFactory.instance.objectNode().put("name", name).put("publicMetadata", true);
        rest.send("POST", "/v1/factories", body).content();
    }

    Published replace(String factory, ObjectNode targets) {
        return published(factory, rest.send("PUT", targetsOf(factory), body(targets)));
    }

    Published merge(String factory, ObjectNode changes) {
        return published(factory, rest.send("PATCH", targetsOf(factory), body(changes)));
    }

    /** One attempt whose outcome may be unknown. */
    RestClient.Answer attempt(String method, String factory, ObjectNode targets) throws IOException {
        return rest.sendOnce(method, targetsOf(factory), RestClient.json(body(targets)));
    }

    static Published published(String factory, RestClient.Answer answer) {
        var version = new Version(factory, answer.json().path("version").asLong());
        return new Published(version, new Sha256(answer.entityTag().orElseThrow()));
    }

    /** The newest version; 1 for a new factory. */
    long newest(String factory) {
        return rest.get("/v1/factories/" + factory).json().path("version").asLong();
    }

    /** The signed bytes as devices get them. */
    Bytes served(Version version) {
        return metadata(version.factory(), version.metadataFile()).orElseThrow();
    }

    /** Empty for a file that the repository does not have. */
    Optional<Bytes> metadata(String factory, String file) {
        var answer = rest.get("/tuf/%s/metadata/%s".formatted(factory, file));
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.content());
    }

    private static String targetsOf(String factory) {
        return "/ota/factories/%s/targets/".formatted(factory);
    }

    /** New keys of the service for roles; the version that was published with the new root. */
    long rotate(String factory, String... roles) {
        var body = JsonNodeFactory.instance.objectNode().put("message", "New keys for " + String.join(", ", roles));
        var rotate = body.putObject("rotate");
        for (var role : roles) {
            rotate.putObject(role);
        }
        return rest.send("POST", "/v1/factories/" + factory + "/root-update", body)
                .json()
                .path("version")
                .asLong();
    }

    /** New keys for all online roles at once, and versions above the given one. */
    long recover(String factory, long above) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("message", "Keys were stolen")
                .put("confirm", factory)
                .put("above", above);
        return rest.send("POST", "/v1/factories/" + factory + "/recovery", body)
                .json()
                .path("version")
                .asLong();
    }

    private static JsonNode body(ObjectNode targets) {
        return JsonNodeFactory.instance.objectNode().set("targets", targets);
    }
}
