package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.World;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What may be meant instead, and the shortest way to mend it. */
final class Suggestions {
    private final World world;
    private final Map<Question, Optional<ObjectRef>> answers = new ConcurrentHashMap<>();
    private volatile long answersOf = -1;

    Suggestions(World world) {
        this.world = world;
    }

    /** For a missing object. @param gone what it was, when that is known */
    Reason forObject(Case one, Reason reason, Optional<Observed> gone) {
        var target = one.reference().target();
        var twin = twin(target, gone);
        var nearest = twin.or(() -> similar(target, one.neededKeys()));
        var name = nearest.map(ObjectRef::name);
        if (one.shouldBeOptional()) {
            return reason.mendedBy(name, makeOptional(one));
        }
        var isRevision = !one.holder().equals(one.workload());
        if (nearest.isPresent() && isData(target) && (twin.isPresent() || isRevision)) {
            return reason.mendedBy(name, new Fix.CopyObject(nearest.get(), target));
        }
        if (nearest.isPresent() && !isRevision && !one.reference().nameField().isEmpty()) {
            return reason.mendedBy(
                    name,
                    new Fix.UseName(
                            one.holder().ref(),
                            one.reference().path(),
                            one.reference().nameField(),
                            name.orElseThrow()));
        }
        return reason.mendedBy(name, new Fix.CreateObject(target, one.neededKeys()));
    }

    /** For an object that nobody sees: what is seen beside it may be meant. */
    Reason forUnseen(Case one, Reason reason) {
        return similar(one.reference().target(), one.neededKeys())
                .map(name -> reason.mendedBy(
                        Optional.of(name.name()),
                        new Fix.Advice("if %s is meant, refer to that name".formatted(name.name()))))
                .orElse(reason);
    }

    /** For a missing entry of an object that is there. */
    Reason forKey(Case one, Reason reason, DataObject data) {
        var key = one.reference().neededKey().orElseThrow();
        var nearest = nearest(key, data.entries().keySet());
        if (one.shouldBeOptional()) {
            return reason.mendedBy(nearest, makeOptional(one));
        }
        if (!data.immutable()) {
            return reason.mendedBy(nearest, new Fix.AddKey(data.ref(), key, nearest));
        }
        var fix = nearest.isPresent()
                ? new Fix.UseKey(one.holder().ref(), one.reference().path(), nearest.get())
                : new Fix.Advice("make a new %s with the entry %s and refer to that: %s is immutable"
                        .formatted(data.ref().kind(), key, data.ref().name()));
        return reason.mendedBy(nearest, fix);
    }

    Fix makeOptional(Case one) {
        return new Fix.MakeOptional(one.holder().ref(), one.reference().path());
    }

    private static boolean isData(ObjectRef ref) {
        return ref.kind().equals(Kinds.SECRET) || ref.kind().equals(Kinds.CONFIG_MAP);
    }

    /** The object that has the content of the one that is gone: it was renamed. */
    private Optional<ObjectRef> twin(ObjectRef target, Optional<Observed> gone) {
        if (!(gone.orElse(null) instanceof DataObject before)) {
            return Optional.empty();
        }
        return world.withContentOf(before).stream()
                .filter(other -> other.kind().equals(target.kind())
                        && other.namespace().equals(target.namespace())
                        && !other.equals(target))
                .findFirst();
    }

    private record Question(ObjectRef target, List<String> keys) {}

    /**
     * The object whose name looks most like it, among those that would do. Thousands may miss the same object, so each answer is kept
     * until something of the kind comes or goes.
     */
    private Optional<ObjectRef> similar(ObjectRef target, List<String> keys) {
        var version = world.namesVersion();
        if (version != answersOf) {
            answers.clear();
            answersOf = version;
        }
        return answers.computeIfAbsent(new Question(target, keys), this::search);
    }

    private Optional<ObjectRef> search(Question question) {
        var target = question.target();
        var keys = question.keys();
        var candidates = world.names(target.kind(), target.namespace()).stream()
                .filter(name -> keys.isEmpty()
                        || (world.find(name).orElse(null) instanceof DataObject data
                                && data.entries().keySet().containsAll(keys)))
                .map(ObjectRef::name)
                .toList();
        return nearest(target.name(), candidates).map(name -> new ObjectRef(target.kind(), target.namespace(), name));
    }

    /** The candidate most like the name, if any is so like it that it may be meant. */
    static Optional<String> nearest(String name, Collection<String> candidates) {
        Optional<String> best = Optional.empty();
        var least = Math.max(2, name.length() / 3) + 1;
        for (var candidate : candidates) {
            var distance = contains(name, candidate) ? 1 : distance(name, candidate, least);
            if (distance < least && !candidate.equals(name)) {
                best = Optional.of(candidate);
                least = distance;
            }
        }
        return best;
    }

    /** A name with something put before or behind it, as people do who keep the old one. */
    private static boolean contains(String one, String other) {
        var shorter = one.length() < other.length() ? one : other;
        var longer = one.length() < other.length() ? other : one;
        return shorter.length() >= 4 && longer.contains(shorter);
    }

    /** Levenshtein's; gives up at a limit. */
    static int distance(String one, String other, int limit) {
        if (Math.abs(one.length() - other.length()) >= limit) {
            return limit;
        }
        var row = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
