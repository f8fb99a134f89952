package io.otalite.emulator.cluster.http;

import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Attempt.OnPath;
import io.otalite.emulator.cluster.http.Target.OfResource;
import io.otalite.emulator.cluster.http.Target.Plain;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.util.Locale;
import java.util.Set;

/** Judges a call and gives it to whoever answers its verb. */
final class Api {
    /** What a client turns into another protocol; none is spoken here. */
    private static final Set<String> CONNECTIONS = Set.of("exec", "attach", "portforward", "proxy");

    private final Endpoints endpoints;
    private final Permissions permissions;

    /** Who answers what. */
    record Endpoints(
            Discovery discovery,
            Reviews reviews,
            Reads reads,
            Changes changes,
            Deletions deletions,
            Scales scales,
            LogEndpoint logs,
            TokenRequests tokens) {}

    Api(Endpoints endpoints, Permissions permissions) {
        this.endpoints = endpoints;
        this.permissions = permissions;
    }

    /** @throws Refusal for everything that cannot be done */
    Answer answer(Call call, Target target) {
        return switch (target) {
            case Plain plain -> plain(call, plain);
            case OfResource resource -> {
                permissions.require(
                        call.caller(),
                        new OnObjects(
                                verb(call, resource),
                                resource.group(),
                                resource.plural(),
                                resource.subresource(),
                                resource.namespace(),
                                name(call, resource)));
                yield ofResource(call, resource);
            }
        };
    }

    private Answer plain(Call call, Plain plain) {
        permissions.require(call.caller(), new OnPath(call.method().toLowerCase(Locale.ROOT), plain.path()));
        if (!call.method().equals("GET")) {
            throw methodNotAllowed();
        }
        return endpoints.discovery().answer(plain.path());
    }

    private Answer ofResource(Call call, OfResource target) {
        var review = endpoints.reviews().answer(call, target);
        if (review.isPresent()) {
            return review.get();
        }
        var kind = target.kind().orElseThrow(Api::noSuchPath);
        if (target.isCollection()) {
            return ofCollection(call, kind, target.namespace());
        }
        var key = kind.isNamespaced()
                ? new ObjectKey(kind, target.namespace(), target.name())
                : ObjectKey.inCluster(kind, target.name());
        return target.subresource().isEmpty() ? ofObject(call, key) : ofPart(call, key, target.subresource());
    }

    private Answer ofCollection(Call call, Kind kind, String namespace) {
        return switch (call.method()) {
            case "GET" -> {
                if (!call.isWatch()) {
                    yield endpoints.reads().list(call, kind, namespace);
                }
                yield wantsWebSocket(call)
                        ? new Answer.Bytes(200, "application/json", new byte[0])
                        : endpoints.reads().watch(call, kind, namespace);
            }
            case "POST" -> {
                if (kind.isNamespaced() && namespace.isEmpty()) {
                    throw methodNotAllowed();
                }
                yield endpoints.changes().create(call, kind, namespace);
            }
            case "DELETE" -> {
                // Nobody means all namespaces, and each of them is a collection of everything.
                if (kind.equals(Kinds.NAMESPACE) || (kind.isNamespaced() && namespace.isEmpty())) {
                    throw methodNotAllowed();
                }
                yield endpoints.deletions().deleteCollection(call, kind, namespace);
            }
            default -> throw methodNotAllowed();
        };
    }

    private Answer ofObject(Call call, ObjectKey key) {
        return switch (call.method()) {
            case "GET" -> endpoints.reads().get(call, key);
            case "PUT" -> endpoints.changes().replace(call, key, Part.MAIN);
            case "PATCH" -> endpoints.changes().patch(call, key, Part.MAIN);
            case "DELETE" -> endpoints.deletions().delete(call, key);
            default -> throw methodNotAllowed();
        };
    }

    private Answer ofPart(Call call, ObjectKey key, String part) {
        var kind = key.kind();
        if (part.equals("status") && kind.has(Subresource.STATUS)) {
            return ofStatus(call, key);
        }
        if (part.equals("scale") && kind.has(Subresource.SCALE)) {
            return ofScale(call, key);
        }
        if (part.equals("log") && kind.has(Subresource.LOG) && call.method().equals("GET")) {
            return endpoints.logs().get(call, key);
        }
        if (part.equals("token")
                && kind.equals(Kinds.SERVICE_ACCOUNT)
                && call.method().equals("POST")) {
            return endpoints.tokens().create(call, key);
        }
        if (CONNECTIONS.contains(part)) {
            throw Refusal.badRequest("%s is not offered by this emulator: it serves no %s connections"
                    .formatted(part, part.equals("proxy") ? "proxied" : "interactive"));
        }
        throw noSuchPath();
    }

    private Answer ofStatus(Call call, ObjectKey key) {
        return switch (call.method()) {
            case "GET" -> endpoints.reads().get(call, key);
            case "PUT" -> endpoints.changes().replace(call, key, Part.STATUS);
            case "PATCH" -> endpoints.changes().patch(call, key, Part.STATUS);
            default -> throw methodNotAllowed();
        };
    }

    private Answer ofScale(Call call, ObjectKey key) {
        return switch (call.method()) {
            case "GET" -> endpoints.scales().get(key);
            case "PUT" -> endpoints.scales().replace(call, key);
            case "PATCH" -> endpoints.scales().patch(call, key);
            default -> throw methodNotAllowed();
        };
    }

    /** The verb of a request, as roles name it. */
    private static String verb(Call call, OfResource target) {
        return switch (call.method()) {
            case "GET" -> target.isCollection() ? (call.isWatch() ? "watch" : "list") : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> target.isCollection() ? "deletecollection" : "delete";
            default -> throw methodNotAllowed();
        };
    }

    /** A list or watch of one name is that of this object: rules for some names allow it. */
    private static String name(Call call, OfResource target) {
        return target.isCollection() && call.method().equals("GET")
                ? FieldSelector.exactName(call.query().text("fieldSelector"))
                : target.name();
    }

    /**
     * No WebSocket is spoken, so the wish for one is ignored (RFC 9110 7.8) and the watch ends before its first event. The
     * fabric8 client, which tries WebSockets first, takes that for a no and repeats the request without; a 503 it would
     * repeat for a minute before, as any other failure of a server.
     */
    private static boolean wantsWebSocket(Call call) {
        return call.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
    }

    static Refusal noSuchPath() {
        return new Refusal(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static Refusal methodNotAllowed() {
        return new Refusal(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }
}
