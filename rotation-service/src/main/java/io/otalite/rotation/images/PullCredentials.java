package io.otalite.rotation.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a pull secret holds: logins and where they are good for. Reads both forms that Kubernetes knows,
 * {@code .dockerconfigjson} and {@code .dockercfg}, and chooses among them as the kubelet does
 * (kubernetes {@code pkg/credentialprovider}).
 */
public record PullCredentials(List<Login> logins) {
    /** The largest Secret that Kubernetes accepts. */
    private static final int LARGEST = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB_LOGINS = "index.docker.io";

    public PullCredentials {
        logins = List.copyOf(logins);
    }

    /** What came out of reading a pull secret. Nothing in it quotes the secret. */
    public sealed interface Reading {
        /** The logins that can be used; there may be none. */
        record Usable(PullCredentials credentials) implements Reading {}

        /** There are no credentials, because of this. */
        record Unusable(String why) implements Reading {}
    }

    /**
     * A user and a password, and where they are good for.
     *
     * @param location the registry and the beginning of a path there, without scheme
     */
    public record Login(Location location, String user, String password) {
        /** Names the place only: for some registries the user name is the secret. */
        @Override
        public String toString() {
            return "login for " + location;
        }
    }

    /** Reads the content of a pull secret. */
    public static Reading parse(byte[] content) {
        if (content.length > LARGEST) {
            return new Reading.Unusable(
                    "The pull secret has %d bytes, allowed are %d".formatted(content.length, LARGEST));
        }
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            // Its message may quote the secret; the kind is all that is told.
            return new Reading.Unusable("The pull secret is no JSON");
        } catch (IOException impossible) {
            return new Reading.Unusable("The pull secret cannot be read");
        }
        var entries = root.has("auths") ? root.get("auths") : root;
        if (!entries.isObject()) {
            return new Reading.Unusable("The pull secret holds no object of registries");
        }
        return new Reading.Usable(new PullCredentials(entries.properties().stream()
                .flatMap(entry -> login(entry.getKey(), entry.getValue()).stream())
                .toList()));
    }

    private static Optional<Login> login(String key, JsonNode entry) {
        var encoded = entry.path("auth").asText("");
        var pair = encoded.isEmpty()
                ? entry.path("username").asText("") + ":"
                        + entry.path("password").asText("")
                : decoded(encoded);
        var colon = pair.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : Location.parse(key)
                        .map(location -> new Login(location, pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static String decoded(String encoded) {
        try {
            // Line breaks are no fault, as with the kubelet.
            return new String(Base64.getDecoder().decode(encoded.replaceAll("\\s", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    /**
     * The logins to try for an image, in the kubelet's order: of several that match, the one with the longer path comes first,
     * one without a wildcard before one with, and equals in the order of their secrets. Logins for {@code index.docker.io}
     * are good for Docker Hub where nothing else matches.
     */
    public static List<Login> matching(List<PullCredentials> secrets, ImageName image) {
        var all = new ArrayList<Login>();
        secrets.forEach(secret -> all.addAll(secret.logins()));
        var matching = all.stream()
                .filter(login -> login.location().matches(image))
                // The sort is stable, and reverse order of text puts "a/b" before "a", and letters before '*'.
                .sorted(Comparator.comparing((Login login) -> login.location().toString())
                        .reversed())
                .toList();
        if (!matching.isEmpty() || !image.registry().equals("docker.io")) {
            return matching;
        }
        return all.stream()
                .filter(login -> login.location().toString().equals(HUB_LOGINS))
                .toList();
    }

    @Override
    public String toString() {
        return "PullCredentials" + logins;
    }
}
