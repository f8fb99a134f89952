package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every object says of itself.
 *
 * @param uid empty for a manifest
 * @param resourceVersion evidence of what was read, and no part of what it says: not compared; empty for a manifest
 * @param deleting whether it only waits for its finalizers
 * @param annotations those that this service reads; all others are not kept
 */
public record Meta(
        String uid,
        String resourceVersion,
        Optional<Instant> created,
        boolean deleting,
        List<Owner> owners,
        Map<String, String> annotations) {
    /** The prefix of this service's own annotations and labels. */
    public static final String PREFIX = "rotation.ota-lite.io/";

    public static final String REVISION = "deployment.kubernetes.io/revision";
    static final String GOOGLE_ACCOUNT = "iam.gke.io/gcp-service-account";
    static final String ENFORCE_MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

    /** More than any owner list has a use for. */
    private static final int MOST_OWNERS = 16;

    public Meta {
        owners = List.copyOf(owners);
        annotations = Map.copyOf(annotations);
    }

    /** Every write gives a new resourceVersion, whether or not anything has changed that is kept here. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Meta that
                && uid.equals(that.uid)
                && created.equals(that.created)
                && deleting == that.deleting
                && owners.equals(that.owners)
                && annotations.equals(that.annotations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(uid, owners, annotations);
    }

    static Meta of(JsonNode object) {
        var metadata = object.path("metadata");
        return new Meta(
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                instant(metadata.path("creationTimestamp").asText()),
                metadata.hasNonNull("deletionTimestamp"),
                owners(metadata),
                annotations(metadata));
    }

    /** The owner that makes the object what it is, and would make it anew. */
    public Optional<Owner> controller() {
        return owners.stream().filter(Owner::controller).findFirst();
    }

    /** The value of one of this service's own annotations; empty when absent. */
    public String own(String name) {
        return annotations.getOrDefault(PREFIX + name, "");
    }

    /** RFC 3339; empty for anything else. */
    public static Optional<Instant> instant(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static List<Owner> owners(JsonNode metadata) {
        var owners = new ArrayList<Owner>();
        var namespace = metadata.path("namespace").asText();
        for (var owner : metadata.path("ownerReferences")) {
            var kind = Kinds.of(
                    owner.path("apiVersion").asText(), owner.path("kind").asText());
            var name = owner.path("name").asText();
            var within = Kinds.isClusterScoped(kind) ? "" : namespace;
            if (owners.size() < MOST_OWNERS && !name.isEmpty()) {
                owners.add(new Owner(
                        new ObjectRef(kind, within, name),
                        owner.path("uid").asText(),
                        owner.path("controller").asBoolean()));
            }
        }
        return owners;
    }

    private static Map<String, String> annotations(JsonNode metadata) {
        var kept = new TreeMap<String, String>();
        for (var entry : metadata.path("annotations").properties()) {
            var name = entry.getKey();
            if (name.startsWith(PREFIX)
                    || name.equals(REVISION)
                    || name.equals(GOOGLE_ACCOUNT)
                    || name.equals(ENFORCE_MOUNTABLE)) {
                kept.put(name, entry.getValue().asText());
            }
        }
        return kept;
    }
}
