package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.http.Writes.Written;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.Patching;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs create, update and patch, of objects and of their status. */
final class Changes {
    static final String APPLY = "application/apply-patch+yaml";

    private static final int NAMES_TRIED = 8;
    private static final int APPLIES_TRIED = 5;

    private final Objects objects;
    private final Writes writes;
    private final WriteRules rules;
    private final Permissions permissions;
    private final Clock clock;
    private final Creation creation = new Creation();

    Changes(Objects objects, Writes writes, WriteRules rules, Permissions permissions, Clock clock) {
        this.objects = objects;
        this.writes = writes;
        this.rules = rules;
        this.permissions = permissions;
        this.clock = clock;
    }

    Answer create(Call call, Kind kind, String namespace) {
        var wanted = Bodies.object(call);
        for (var attempt = 1; ; attempt++) {
            var key = creation.key(kind, namespace, wanted);
            try {
                return create(call, key, wanted);
            } catch (Refusal refusal) {
                var isTaken = refusal.reason().equals("AlreadyExists");
                if (!isTaken || !Creation.isGenerated(wanted) || attempt == NAMES_TRIED) {
                    throw refusal;
                }
            }
        }
    }

    private Answer create(Call call, ObjectKey key, ObjectNode wanted) {
        var warnings = checked(call, key.kind(), wanted);
        var written = writes.create(call, key, owned(call, key, null, wanted, Part.MAIN));
        warnings.addAll(written.warnings());
        return new Answer.Document(201, written.object(), warnings);
    }

    Answer replace(Call call, ObjectKey key, Part part) {
        var wanted = Bodies.object(call);
        Creation.requireMatch(key, wanted);
        var warnings = checked(call, key.kind(), wanted);
        var written = writes.update(call, key, part, old -> owned(call, key, old, wanted.deepCopy(), part));
        warnings.addAll(written.warnings());
        return new Answer.Document(200, written.object(), warnings);
    }

    Answer patch(Call call, ObjectKey key, Part part) {
        var contentType = Bodies.mediaType(call);
        var isApply = contentType.equals(APPLY);
        // Who applies has to say his name; the program's stands for it in other patches only.
        var isNamed = !isApply || call.query().find("fieldManager").isPresent();
        var request = new Patching.Request(
                contentType,
                call.body(),
                isNamed ? call.fieldManager() : "",
                subresource(part),
                call.query().flag("force"));
        return isApply && part == Part.MAIN ? apply(call, key, request) : change(call, key, part, request);
    }

    /** Creates or changes; whoever was overtaken by another creation or deletion goes the other way. */
    private Answer apply(Call call, ObjectKey key, Patching.Request request) {
        for (var attempt = 1; ; attempt++) {
            var isNew = objects.get(key).isEmpty();
            try {
                return isNew ? applyNew(call, key, request) : change(call, key, Part.MAIN, request);
            } catch (Refusal refusal) {
                var isOvertaken = refusal.reason().equals(isNew ? "AlreadyExists" : "NotFound");
                if (!isOvertaken || attempt == APPLIES_TRIED) {
                    throw refusal;
                }
            }
        }
    }

    private Answer change(Call call, ObjectKey key, Part part, Patching.Request request) {
        var isApply = request.contentType().equals(APPLY);
        var duplicates = writes.checkBody(call, key.kind());
        var warnings = new ArrayList<String>();
        Written written = writes.update(call, key, part, old -> {
            warnings.clear();
            warnings.addAll(duplicates);
            var wanted = rules.patching().apply(key, request, old);
            Creation.requireMatch(key, wanted);
            warnings.addAll(writes.checkFields(call, key.kind(), wanted));
            return isApply ? wanted : owned(call, key, old, wanted, part);
        });
        warnings.addAll(written.warnings());
        return new Answer.Document(200, written.object(), warnings);
    }

    /** Whoever applies what does not exist creates it, and has to be allowed to. */
    private Answer applyNew(Call call, ObjectKey key, Patching.Request request) {
        permissions.require(call.caller(), Permissions.create(key));
        var wanted = rules.patching().apply(key, request, null);
        Creation.requireMatch(key, wanted);
        var warnings = checked(call, key.kind(), wanted);
        var written = writes.create(call, key, wanted);
        warnings.addAll(written.warnings());
        return new Answer.Document(201, written.object(), warnings);
    }

    private List<String> checked(Call call, Kind kind, ObjectNode wanted) {
        var warnings = new ArrayList<>(writes.checkBody(call, kind));
        warnings.addAll(writes.checkFields(call, kind, wanted));
        return warnings;
    }

    private ObjectNode owned(Call call, ObjectKey key, @Nullable ObjectNode old, ObjectNode wanted, Part part) {
        return rules.ownership().record(key, old, wanted, call.fieldManager(), subresource(part), clock.instant());
    }

    private static String subresource(Part part) {
        return part == Part.STATUS ? "status" : "";
    }
}
