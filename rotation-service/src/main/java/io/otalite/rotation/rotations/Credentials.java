package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Recognition;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credentials that are recognised in Secrets. */
public final class Credentials {
    private final World world;
    private final Subjects subjects;

    public Credentials(World world, Subjects subjects) {
        this.world = world;
        this.subjects = subjects;
    }

    /** The Secrets that are seen, in order. */
    List<DataObject> secrets() {
        return world.ofKind(Kinds.SECRET).stream()
                .filter(DataObject.class::isInstance)
                .map(DataObject.class::cast)
                .sorted((one, other) -> one.ref().compareTo(other.ref()))
                .toList();
    }

    /** All of them, in the order of Secrets and entries. */
    public List<Credential> all() {
        return secrets().stream().flatMap(secret -> in(secret).stream()).toList();
    }

    /** Those in one Secret, each once. */
    List<Credential> in(DataObject secret) {
        var found = new LinkedHashMap<Subject, String>();
        for (var entry : secret.entries().keySet()) {
            if (subjects.of(secret.ref(), entry) instanceof Recognition.Known(var subject)) {
                found.putIfAbsent(subject, entry);
            }
        }
        return found.entrySet().stream().map(entry -> credential(secret, entry)).toList();
    }

    private Credential credential(DataObject secret, Map.Entry<Subject, String> found) {
        var subject = found.getKey();
        if (!subject.kind().equals(Subjects.GOOGLE_KEY)) {
            return new Credential(secret.meta(), found.getValue(), subject, secret.changed(), Optional.empty());
        }
        var key = key(subject);
        return new Credential(
                secret.meta(),
                found.getValue(),
                subject,
                key.flatMap(known -> known.meta().created()),
                key.flatMap(GoogleKey::expires));
    }

    private Optional<GoogleKey> key(Subject subject) {
        return subject.currentId()
                .flatMap(id -> world.find(new ObjectRef(Kinds.GOOGLE_KEY, subject.account(), id)))
                .filter(GoogleKey.class::isInstance)
                .map(GoogleKey.class::cast);
    }

    /** Why nothing in a Secret can be rotated, for people. */
    String nothingIn(DataObject secret) {
        return secret.entries().keySet().stream()
                .map(entry -> subjects.of(secret.ref(), entry))
                .flatMap(recognition -> recognition instanceof Recognition.Unknown(var reason)
                        ? Optional.of(reason).stream()
                        : Optional.<String>empty().stream())
                .findFirst()
                .orElse(secret.ref() + " has no entry");
    }
}
