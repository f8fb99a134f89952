package io.otalite.tuf;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The search for a Target through the delegations (TUF 5.6.7), in the repository that a walk accepted: depth first,
 * delegators before their roles, roles in the order of their delegator. A role's file is fetched when its turn has come,
 * and judged as the top-level one is.
 */
public final class TargetSearch {

    /** How many delegated roles one search asks (TUF 5.6.7.1). */
    static final int MAX_ROLES = 32;

    private final Served served;
    private final WalkResult.Accepted repository;

    /**
     * @param repository what the walk in this dialect accepted
     * @param files as for {@link ClientWalk#walk(Dialect, TrustedState, Function, Instant)}
     * @param now the same time as the walk's
     */
    public TargetSearch(
            Dialect dialect, WalkResult.Accepted repository, Function<String, Optional<Bytes>> files, Instant now) {
        this.served = new Served(dialect, files, now);
        this.repository = repository;
    }

    /** A role that is still to be asked, with the keys its delegator gives it. */
    private record Turn(DelegationName name, Authority authority) {}

    /** Searches for one Target; each search stands for itself. */
    public SearchResult find(TargetName name) {
        Deque<Turn> pending = new ArrayDeque<>();
        Set<DelegationName> asked = new HashSet<>();
        String role = RoleName.TARGETS.json();
        Targets targets = repository.targets();
        while (true) {
            Target found = targets.targets().get(name);
            if (found != null) {
                return new SearchResult.Found(name, found, role);
            }
            delegate(targets, role, name, pending);
            Optional<Turn> next = next(pending, asked);
            if (next.isEmpty()) {
                return new SearchResult.Absent();
            }
            switch (ask(next.get())) {
                case Step.Done<Document<Targets>>(var document) -> targets = document.content();
                case Step.Stopped<Document<Targets>>(var section, var reason, var message) -> {
                    return new SearchResult.Refused(section, reason, message);
                }
            }
            role = next.get().name().value();
        }
    }

    /** TUF 5.6.7.2: the roles in question come before those of their delegator that are still to be asked. */
    private static void delegate(Targets targets, String delegator, TargetName name, Deque<Turn> pending) {
        targets.delegations().ifPresent(delegations -> {
            List<DelegatedRole> roles = delegations.rolesFor(name);
            if (!roles.isEmpty() && roles.getLast().terminating()) {
                pending.clear();
            }
            roles.reversed().forEach(role -> {
                var authority = new Authority("the delegation by " + delegator, delegations.keys(), role.keys());
                pending.push(new Turn(role.name(), authority));
            });
        });
    }

    /** TUF 5.6.7.1: no role twice, so that cycles end, and no more than so many. */
    private static Optional<Turn> next(Deque<Turn> pending, Set<DelegationName> asked) {
        while (!pending.isEmpty() && asked.size() < MAX_ROLES) {
            Turn turn = pending.pop();
            if (asked.add(turn.name())) {
                return Optional.of(turn);
            }
        }
        return Optional.empty();
    }

    /** TUF 5.6.1 to 5.6.6 for a delegated role. */
    private Step<Document<Targets>> ask(Turn turn) {
        Optional<FileMeta> listed = repository.snapshot().targets(turn.name());
        if (listed.isEmpty()) {
            return Step.stopped(
                    "5.6.1",
                    Reason.MISSING,
                    "snapshot.json lists no " + Excerpt.of(turn.name().listed()));
        }
        String file = served.dialect().fileName(turn.name());
        String name = served.numbered(file, listed.get().version(), repository.root());
        return new ListedFile<>(Format.TARGETS, name, listed.get(), turn.authority())
                .fetch(served, "5.6")
                .then(targets -> targets.validAt(served.now(), "5.6.5"));
    }

    /**
     * Fetches what a search found (TUF 5.7).
     *
     * @param targetFiles the served bytes of a path such as {@code dir/HASH.file}, or without the hash where the
     *     repository does not keep consistent snapshots; empty where there are none
     */
    public Download fetch(SearchResult.Found found, Function<String, Optional<Bytes>> targetFiles) {
        Target target = found.target();
        String path = served.consistent(repository.root())
                ? found.name().prefixed(target.hashes().preferred())
                : found.name().value();
        Step<Bytes> fetched = new Served(served.dialect(), targetFiles, served.now())
                .fetch("5.7.3", path, target.length())
                .check("5.7.3", Reason.MISMATCH, target::describes, _ -> path + " is not what the Target describes");
        return switch (fetched) {
            case Step.Done<Bytes>(var content) -> new Download.Verified(content);
            case Step.Stopped<Bytes>(var section, var reason, var message) ->
                new Download.Refused(section, reason, message);
        };
    }
}
