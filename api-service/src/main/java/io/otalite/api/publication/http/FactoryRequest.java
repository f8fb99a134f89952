package io.otalite.api.publication.http;

import io.otalite.api.body.StrictBody;
import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.Retention;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.StrictJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a factory is to be like, from the body of the request that makes or changes one. */
final class FactoryRequest {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.publishing(10_000);
    private static final FactorySettings DEFAULT =
            new FactorySettings(false, List.of(Dialect.TUF), ClientLimits.DEFAULT, Optional.empty());

    private final StrictBody body;

    private FactoryRequest(byte[] body, Set<String> members) {
        this.body = StrictBody.read(body, LIMITS, "invalid_factory", members);
    }

    /** The body of the request that makes a factory. */
    static FactoryRequest creation(byte[] body) {
        return new FactoryRequest(body, Set.of("name", "dialects", "publicMetadata", "clientLimits", "retention"));
    }

    /** The body of the request that changes one. */
    static FactoryRequest change(byte[] body) {
        return new FactoryRequest(body, Set.of("publicMetadata", "clientLimits", "retention"));
    }

    FactoryName name() {
        return body.text("name")
                .flatMap(FactoryName::parse)
                .orElseThrow(() -> body.refused(
                        "name", "1 to 63 characters a-z, 0-9 and \"-\", beginning and ending with a letter or digit"));
    }

    FactorySettings settings() {
        var dialects = body.texts("dialects");
        return over(body.checked(
                "dialects",
                () -> new FactorySettings(
                        DEFAULT.publicMetadata(),
                        dialects.map(ids -> ids.stream().map(Dialect::fromId).toList())
                                .orElse(DEFAULT.dialects()),
                        DEFAULT.limits(),
                        DEFAULT.retention())));
    }

    /** The settings with what the request says in place of what they say. */
    FactorySettings over(FactorySettings before) {
        return new FactorySettings(
                body.bool("publicMetadata").orElse(before.publicMetadata()),
                before.dialects(),
                limits(before.limits()),
                retention(before.retention()));
    }

    private ClientLimits limits(ClientLimits before) {
        return body.object("clientLimits", Set.of("root", "targets", "rootRotations"))
                .map(limits -> limits.checked(
                        "",
                        () -> new ClientLimits(
                                limits.integer("root").orElse(before.root()),
                                limits.integer("targets").orElse(before.targets()),
                                limits.integer("rootRotations").orElse(before.rootRotations()))))
                .orElse(before);
    }

    private Optional<Retention> retention(Optional<Retention> before) {
        if (body.isNull("retention")) {
            return Optional.empty();
        }
        return body.object("retention", Set.of("keepPerTag"))
                .map(retention -> retention.checked(
                        "", () -> new Retention(retention.integer("keepPerTag").orElse(0))))
                .or(() -> before);
    }
}
