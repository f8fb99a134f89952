package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who holds a credential.
 *
 * @param having what has it
 * @param naming what only names it, in order: that is told, and changes nothing
 */
record Held(Set<ObjectRef> having, SortedSet<ObjectRef> naming) {
    /**
     * As it was when the rotation came into its state, or later.
     *
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if that cannot be told now
     */
    static Held of(Holders holders, Step step, String id) {
        var subject = step.rotation().plan().subject();
        var naming = new TreeSet<>(holders.of(subject, id, step.rotation().since()));
        var having = step.issuer().having(subject, id, Set.copyOf(naming));
        naming.removeAll(having);
        return new Held(having, naming);
    }

    List<String> remarks() {
        return remarks(naming);
    }

    /** What is told of those that name it, for people. */
    static List<String> remarks(Collection<ObjectRef> naming) {
        return naming.stream()
                .map(holder -> "%s names it and does not have it, so it counts for nothing".formatted(holder))
                .toList();
    }
}
