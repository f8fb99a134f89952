package io.otalite.api.roots.http;

import io.otalite.api.body.StrictBody;
import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.signing.KeyScheme;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.StrictJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a new root is to be like, from the body of the request that begins one. */
final class RootChangeRequest {
    private static final String CODE = "invalid_root_change";
    private static final int MAX_DEPTH = 8;
    private static final int LONGEST_MESSAGE = 500;

    /** PEM has line ends. */
    private static final StrictJson.Limits LIMITS =
            new StrictJson.Limits(100_000, MAX_DEPTH, StrictJson.Characters.ASCII_TEXT);

    private static final Set<String> ROLES = Set.of("root", "targets", "snapshot", "timestamp");

    private RootChangeRequest() {}

    /**
     * The body that begins a root update.
     *
     * @param present the root that it changes, which says how many keys a rotated role gets if the body does not
     */
    static RootChange change(byte[] content, Optional<Root> present) {
        var body = StrictBody.read(content, LIMITS, CODE, Set.of("message", "rotate", "root", "above"));
        var root = body.object("root", Set.of("addKeys", "removeKeys", "threshold"));
        var threshold = root.map(keys -> keys.integer("threshold")).orElseGet(OptionalInt::empty);
        root.filter(_ -> threshold.isPresent() && threshold.getAsInt() < 1).ifPresent(keys -> {
            throw keys.refused("threshold", "at least 1");
        });
        List<PublicKey> added = root.flatMap(keys -> keys.texts("addKeys")
                        .map(pems -> keys.checked(
                                "addKeys",
                                () -> pems.stream().map(PublicKey::ofPem).toList())))
                .orElse(List.of());
        var removed = root.flatMap(keys -> keys.texts("removeKeys")).orElse(List.of());
        return body.checked(
                "above",
                () -> new RootChange(
                        message(body),
                        rotations(body, present),
                        added,
                        Set.copyOf(removed),
                        threshold,
                        false,
                        above(body)));
    }

    /**
     * The body that begins a recovery.
     *
     * @param factory the name that it has to repeat
     */
    static Recovery recovery(byte[] content, String factory) {
        var body = StrictBody.read(content, LIMITS, CODE, Set.of("message", "confirm", "above"));
        if (!body.text("confirm").orElse("").equals(factory)) {
            throw body.refused(
                    "confirm",
                    "the factory's name, \"%s\", because every device downloads everything anew".formatted(factory));
        }
        return new Recovery(message(body), above(body));
    }

    /** @param above the highest version that a device may have seen */
    record Recovery(String message, long above) {}

    private static long above(StrictBody body) {
        return body.longInteger("above").orElse(0);
    }

    private static String message(StrictBody body) {
        return body.text("message")
                .filter(message -> !message.isBlank() && message.length() <= LONGEST_MESSAGE)
                .filter(message -> message.chars().noneMatch(Character::isISOControl))
                .orElseThrow(() -> body.refused(
                        "message", "why, for those who sign and for the record, in 1 to 500 characters of one line"));
    }

    private static Map<RoleName, Rotation> rotations(StrictBody body, Optional<Root> present) {
        Map<RoleName, Rotation> rotations = new EnumMap<>(RoleName.class);
        body.object("rotate", ROLES).ifPresent(rotate -> {
            for (var role : rotate.names()) {
                var name = RoleName.fromJson(role);
                var members = name == RoleName.ROOT ? Set.of("scheme", "keys") : Set.of("scheme", "keys", "threshold");
                var rotation = rotate.object(role, members).orElseThrow();
                rotations.put(name, rotation.checked("", () -> rotation(rotation, likeNow(name, present))));
            }
        });
        return rotations;
    }

    /** Of the root, some keys may be held elsewhere: one of this service, unless the body says more. */
    private static Rotation likeNow(RoleName role, Optional<Root> present) {
        return present.filter(_ -> role != RoleName.ROOT)
                .map(root -> Rotation.like(root, role))
                .orElseGet(() -> new Rotation(KeyScheme.ED25519, 1, 1));
    }

    private static Rotation rotation(StrictBody body, Rotation likeNow) {
        var keys = body.integer("keys").orElse(likeNow.keys());
        return new Rotation(
                body.text("scheme").map(KeyScheme::fromId).orElse(likeNow.scheme()),
                keys,
                body.integer("threshold").orElse(Math.min(keys, likeNow.threshold())));
    }
}
