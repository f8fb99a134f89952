package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kinds must be like that say who may do what, and what goes first. */
final class PolicyRules {
    private static final Set<Kind> BINDINGS = Set.of(Kinds.ROLE_BINDING, Kinds.CLUSTER_ROLE_BINDING);

    private PolicyRules() {}

    static void check(Kind kind, @Nullable ObjectNode old, ObjectNode wanted, Faults faults) {
        if (BINDINGS.contains(kind)) {
            checkBinding(old, wanted, faults);
        } else if (kind.equals(Kinds.POD_DISRUPTION_BUDGET)) {
            var spec = wanted.path("spec");
            if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                faults.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
            }
        } else if (kind.equals(Kinds.PRIORITY_CLASS)
                && old != null
                && !old.path("value").equals(wanted.path("value"))) {
            faults.forbidden("value", "may not be changed in an update.");
        }
    }

    private static void checkBinding(@Nullable ObjectNode old, ObjectNode wanted, Faults faults) {
        var role = wanted.path("roleRef");
        for (var field : List.of("kind", "name")) {
            if (text(role, field).isEmpty()) {
                faults.required("roleRef." + field);
            }
        }
        faults.oneOf(role, "roleRef", "kind", Set.of("ClusterRole", "Role"));
        if (old != null && !old.path("roleRef").equals(role)) {
            faults.invalid("roleRef", role, "cannot change roleRef");
        }
        var subjects = objects(wanted, "subjects");
        for (var i = 0; i < subjects.size(); i++) {
            var path = "subjects[%d]".formatted(i);
            var subject = subjects.get(i);
            faults.oneOf(subject, path, "kind", Set.of("Group", "ServiceAccount", "User"));
            if (text(subject, "name").isEmpty()) {
                faults.required(path + ".name");
            }
            if (text(subject, "kind").equals("ServiceAccount")
                    && text(subject, "namespace").isEmpty()) {
                faults.required(path + ".namespace");
            }
        }
    }
}
