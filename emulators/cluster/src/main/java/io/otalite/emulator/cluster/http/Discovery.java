package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a client asks before anything else: which kinds there are, which version, whether all is well. In the older form of
 * one document per group; clients accept it when they have asked for the aggregated one.
 */
final class Discovery {
    /** The last release whose behaviour was compared. */
    private static final String MINOR = "34";

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    /** A namespace is a collection of everything: they are deleted one by one. */
    private static final List<String> NAMESPACE_VERBS =
            List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private static final List<String> PART_VERBS = List.of("get", "patch", "update");

    private final List<Reviews.Kind> reviews;

    Discovery(List<Reviews.Kind> reviews) {
        this.reviews = List.copyOf(reviews);
    }

    /** @throws Refusal 404 for a path that means nothing here */
    Answer answer(String path) {
        var parts = List.of(path.substring(1).split("/", -1));
        return switch (parts.getFirst()) {
            case "version" -> Answer.ok(version());
            case "healthz", "livez", "readyz" ->
                new Answer.Bytes(200, "text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.UTF_8));
            // An empty document in protobuf: kubectl then goes by its built-in knowledge, and would fail on JSON.
            case "openapi" -> openApi(path);
            case "api" -> api(parts);
            case "apis" -> apis(parts);
            case "" -> Answer.ok(paths());
            default -> throw Api.noSuchPath();
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", MINOR)
                .put("gitVersion", "v1." + MINOR + ".0+ota-lite")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/jvm");
    }

    private static Answer openApi(String path) {
        if (!path.equals("/openapi/v2")) {
            throw Api.noSuchPath();
        }
        return new Answer.Bytes(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
    }

    private static ObjectNode paths() {
        var paths = Json.object();
        List.of("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/readyz", "/version")
                .forEach(paths.putArray("paths")::add);
        return paths;
    }

    private Answer api(List<String> parts) {
        if (parts.size() == 1) {
            var versions = Json.object().put("kind", "APIVersions");
            versions.putArray("versions").add("v1");
            versions.putArray("serverAddressByClientCIDRs");
            return Answer.ok(versions);
        }
        if (parts.size() == 2 && parts.get(1).equals("v1")) {
            return Answer.ok(resources(""));
        }
        throw Api.noSuchPath();
    }

    private Answer apis(List<String> parts) {
        if (parts.size() == 1) {
            var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
            var groups = list.putArray("groups");
            groups().forEach(group -> groups.add(group(group)));
            return Answer.ok(list);
        }
        var group = parts.get(1);
        if (group.isEmpty() || !groups().contains(group)) {
            throw Api.noSuchPath();
        }
        if (parts.size() == 2) {
            return Answer.ok(Json.object()
                    .put("kind", "APIGroup")
                    .put("apiVersion", "v1")
                    .setAll(group(group)));
        }
        if (parts.size() == 3 && parts.get(2).equals(version(group))) {
            return Answer.ok(resources(group));
        }
        throw Api.noSuchPath();
    }

    private Set<String> groups() {
        var groups = new LinkedHashSet<String>();
        Kinds.all().forEach(kind -> groups.add(kind.group()));
        reviews.forEach(review -> groups.add(review.group()));
        groups.remove("");
        return groups;
    }

    /** Each group is offered in one version. */
    private static String version(String group) {
        return Kinds.all().stream()
                .filter(kind -> kind.group().equals(group))
                .map(Kind::version)
                .findFirst()
                .orElse("v1");
    }

    private static ObjectNode group(String name) {
        var version =
                Json.object().put("groupVersion", name + "/" + version(name)).put("version", version(name));
        var group = Json.object().put("name", name);
        group.putArray("versions").add(version);
        group.set("preferredVersion", version);
        return group;
    }

    private ObjectNode resources(String group) {
        var list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", group.isEmpty() ? "v1" : group + "/" + version(group));
        var resources = list.putArray("resources");
        Kinds.all().stream().filter(kind -> kind.group().equals(group)).forEach(kind -> add(resources, kind));
        reviews.stream()
                .filter(review -> review.group().equals(group))
                .forEach(review -> add(
                                resources, review.plural(), review.name(), review.isNamespaced(), List.of("create"))
                        .put("singularName", review.name().toLowerCase(Locale.ROOT)));
        return list;
    }

    private static void add(ArrayNode resources, Kind kind) {
        var verbs = kind.equals(Kinds.NAMESPACE) ? NAMESPACE_VERBS : VERBS;
        var resource = add(resources, kind.plural(), kind.name(), kind.isNamespaced(), verbs)
                .put("singularName", kind.singular());
        putAll(resource, "shortNames", kind.shortNames());
        putAll(resource, "categories", kind.categories());
        if (kind.has(Subresource.STATUS)) {
            add(resources, kind.plural() + "/status", kind.name(), kind.isNamespaced(), PART_VERBS);
        }
        if (kind.has(Subresource.SCALE)) {
            add(resources, kind.plural() + "/scale", "Scale", kind.isNamespaced(), PART_VERBS)
                    .put("group", "autoscaling")
                    .put("version", "v1");
        }
        if (kind.has(Subresource.LOG)) {
            add(resources, kind.plural() + "/log", kind.name(), kind.isNamespaced(), List.of("get"));
        }
        if (kind.equals(Kinds.SERVICE_ACCOUNT)) {
            add(resources, kind.plural() + "/token", "TokenRequest", kind.isNamespaced(), List.of("create"))
                    .put("group", "authentication.k8s.io")
                    .put("version", "v1");
        }
    }

    private static ObjectNode add(
            ArrayNode resources, String name, String kind, boolean isNamespaced, List<String> verbs) {
        var resource = resources
                .addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", isNamespaced)
                .put("kind", kind);
        putAll(resource, "verbs", verbs);
        return resource;
    }

    private static void putAll(ObjectNode object, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(object.putArray(field)::add);
        }
    }
}
