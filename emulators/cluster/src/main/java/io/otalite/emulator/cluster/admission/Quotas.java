package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the number of objects in a namespace within its ResourceQuotas. Only counts are kept; a quota for anything else is
 * refused when it is made.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 */
final class Quotas {
    /** Kinds that can be counted by their plain name as well as by {@code count/}. */
    private static final Set<Kind> BY_NAME = Set.of(
            Kinds.POD,
            Kinds.SECRET,
            Kinds.CONFIG_MAP,
            Kinds.SERVICE,
            Kinds.PERSISTENT_VOLUME_CLAIM,
            Kinds.RESOURCE_QUOTA);

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Quotas() {}

    static void checkQuota(JsonNode quota, Faults faults) {
        quota.path("spec").path("hard").properties().forEach(limit -> {
            var resource = limit.getKey();
            if (Kinds.all().stream().noneMatch(kind -> counts(resource, kind))) {
                faults.beyondThisCluster("spec.hard[%s]".formatted(resource), "quotas for anything but counts of objects");
            }
        });
        for (var field : Set.of("scopes", "scopeSelector")) {
            if (quota.path("spec").has(field)) {
                faults.beyondThisCluster("spec." + field, "quotas with scopes");
            }
        }
    }

    /** @throws Refusal 403 when one more object is too much */
    static void admit(ObjectKey key, Lookup lookup) {
        if (!key.kind().isNamespaced()) {
            return;
        }
        for (var quota : lookup.list(Kinds.RESOURCE_QUOTA, key.namespace()).items()) {
            for (var limit : quota.path("spec").path("hard").properties()) {
                if (counts(limit.getKey(), key.kind())) {
                    admit(key, Metadata.name(quota), limit.getKey(), limit.getValue().asText(), lookup);
                }
            }
        }
    }

    private static void admit(ObjectKey key, String quota, String resource, String limit, Lookup lookup) {
        var used = lookup.list(key.kind(), key.namespace()).items().stream()
                .filter(object -> !resource.equals("pods")
                        || !ENDED.contains(object.path("status").path("phase").asText()))
                .count();
        var most = Optional.of(limit).flatMap(Quantities::parse).orElse(BigDecimal.ZERO);
        if (BigDecimal.valueOf(used + 1).compareTo(most) > 0) {
            throw Refusal.forbidden(
                    key,
                    "exceeded quota: %s, requested: %s=1, used: %s=%d, limited: %s=%s"
                            .formatted(quota, resource, resource, used, resource, limit));
        }
    }

    private static boolean counts(String resource, Kind kind) {
        return resource.equals("count/" + kind.groupResource())
                || (BY_NAME.contains(kind) && resource.equals(kind.plural()));
    }
}
