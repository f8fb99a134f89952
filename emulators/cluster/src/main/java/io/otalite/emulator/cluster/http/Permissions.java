package io.otalite.emulator.cluster.http;

import io.otalite.emulator.cluster.access.Attempt;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Attempt.OnPath;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;

/** Refuses what no role allows, in the words of the API server. */
final class Permissions {
    private final Roles roles;

    Permissions(Roles roles) {
        this.roles = roles;
    }

    /** @throws Refusal 403 */
    void require(Caller caller, Attempt attempt) {
        if (!roles.allow(caller, attempt)) {
            throw forbidden(caller, attempt);
        }
    }

    static Attempt create(ObjectKey key) {
        var kind = key.kind();
        return new OnObjects("create", kind.group(), kind.plural(), "", key.namespace(), key.name());
    }

    private static Refusal forbidden(Caller caller, Attempt attempt) {
        return switch (attempt) {
            case OnObjects on -> forbidden(caller, on);
            case OnPath(var verb, var path) ->
                new Refusal(
                        403,
                        "Forbidden",
                        "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(caller.username(), verb, path),
                        Json.object());
        };
    }

    private static Refusal forbidden(Caller caller, OnObjects on) {
        var groupResource = on.group().isEmpty() ? on.resource() : on.resource() + "." + on.group();
        var what = on.name().isEmpty() ? groupResource : "%s \"%s\"".formatted(groupResource, on.name());
        var where =
                on.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"%s\"".formatted(on.namespace());
        var details = Json.object();
        if (!on.name().isEmpty()) {
            details.put("name", on.name());
        }
        if (!on.group().isEmpty()) {
            details.put("group", on.group());
        }
        details.put("kind", on.resource());
        return new Refusal(
                403,
                "Forbidden",
                "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                        .formatted(what, caller.username(), on.verb(), on.fullResource(), on.group(), where),
                details);
    }
}
