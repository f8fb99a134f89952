package io.otalite.tuf;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The first phase of an update (TUF 5.3): from the trusted root along the chain of roots to the last one.
 *
 * @param onlineKeysRotated whether the keys of timestamp or snapshot changed on the way
 */
record RootUpdate(Document<Root> last, boolean onlineKeysRotated) {

    /** How many roots one walk follows (Y of TUF 5.3.3); what lies beyond is for the next walk. */
    static final int MAX_ROTATIONS = 256;

    /** Follows the chain as far as it is served. */
    static Step<RootUpdate> follow(Served served, Bytes trusted) {
        return RootChain.first(served.dialect(), trusted)
                .then(first -> new RootUpdate(first, false).follow(served))
                // TUF 5.3.10: only the last root must not have expired.
                .then(update -> update.last.validAt(served.now(), "5.3.10").map(_ -> update));
    }

    /** TUF 5.3.2 to 5.3.9. */
    private Step<RootUpdate> follow(Served served) {
        RootUpdate update = this;
        for (int rotation = 0; rotation < MAX_ROTATIONS; rotation++) {
            Root trusted = update.root();
            Optional<Bytes> candidate = served.files()
                    .apply(RoleName.ROOT.fileName(trusted.version().next()));
            if (candidate.isEmpty()) {
                break;
            }
            switch (RootChain.next(served.dialect(), trusted, candidate.get())) {
                case Step.Done<Document<Root>>(var next) -> update = update.followedBy(next);
                case Step.Stopped<Document<Root>>(var section, var reason, var message) -> {
                    return Step.stopped(section, reason, message);
                }
            }
        }
        return Step.done(update);
    }

    Root root() {
        return last.content();
    }

    private RootUpdate followedBy(Document<Root> next) {
        return new RootUpdate(
                next,
                onlineKeysRotated
                        || rotated(next.content(), RoleName.TIMESTAMP)
                        || rotated(next.content(), RoleName.SNAPSHOT));
    }

    private boolean rotated(Root next, RoleName role) {
        return !keys(root(), role).equals(keys(next, role));
    }

    private static Set<KeyId> keys(Root root, RoleName role) {
        return new HashSet<>(root.role(role).keyIds());
    }
}
