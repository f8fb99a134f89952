package io.otalite.rotation.guard;

import io.otalite.rotation.guard.AdmissionRequest.Operation;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that goes: a whole object, or entries of it.
 *
 * @param keys the entries; empty when it is the whole object
 * @param before the object as it is
 * @param permit what its owner has written to permit this, before or with it
 */
record Removal(ObjectRef subject, Set<String> keys, Observed before, Set<String> permit) {
    static final String ANNOTATION = Meta.PREFIX + "allow-removal";
    private static final Set<String> GUARDED = Set.of(Kinds.SECRET, Kinds.CONFIG_MAP, Kinds.SERVICE_ACCOUNT);
    private static final int CODE_LENGTH = 10;

    /** What goes by a request; empty when nothing does. */
    static Optional<Removal> of(AdmissionRequest request) {
        if (!GUARDED.contains(request.subject().kind()) || !request.oldObject().isObject()) {
            return Optional.empty();
        }
        var before = ObjectReader.read(request.oldObject());
        var permit = new TreeSet<String>();
        permit.add(before.meta().own("allow-removal"));
        if (request.operation() == Operation.DELETE) {
            return Optional.of(new Removal(request.subject(), Set.of(), before, permit));
        }
        var after = ObjectReader.read(request.object());
        permit.add(after.meta().own("allow-removal"));
        if (before instanceof DataObject old && after instanceof DataObject fresh) {
            var keys = new TreeSet<>(old.entries().keySet());
            keys.removeAll(fresh.entries().keySet());
            return keys.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Removal(request.subject(), keys, before, permit));
        }
        return Optional.empty();
    }

    /** Whether its owner has permitted exactly this. */
    boolean isPermitted() {
        return permit.contains(code());
    }

    /**
     * What has to be written to permit this once. It is made of the very object, of what goes, and of the names of the entries that
     * there are; not of content or of when something was written, which whoever keeps the object up to date changes together with the
     * annotation. Once means: an object that is gone never comes back with its uid, and an entry that is gone changes the names. Who
     * puts the entry back, and leaves the annotation, has permitted its removal again.
     */
    String code() {
        var text = new StringBuilder(before.meta().uid())
                .append('\n')
                .append(keys.isEmpty() ? Operation.DELETE : Operation.UPDATE)
                .append('\n')
                .append(String.join(",", keys));
        if (before instanceof DataObject data) {
            text.append('\n')
                    .append(String.join(",", new TreeSet<>(data.entries().keySet())));
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CODE_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The command that permits it. */
    String command() {
        return "kubectl -n %s annotate --overwrite %s %s %s=%s"
                .formatted(
                        subject.namespace(), Kinds.onCommandLine(subject.kind()), subject.name(), ANNOTATION, code());
    }

    /** For people. */
    String what() {
        return keys.isEmpty()
                ? subject.toString()
                : "%s %s of %s".formatted(keys.size() == 1 ? "entry" : "entries", String.join(", ", keys), subject);
    }
}
