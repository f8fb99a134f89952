package io.otalite.api.publication;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * When documents are signed anew: at half of their life, so that there is as much time left to react if that fails
 * (sigstore raised its window after an incident). Factories that were made together would stay together; each therefore
 * has its own moment in the eighth of a life before.
 */
public record RefreshTimes(Lifetimes lifetimes) {
    private static final int SHARES = 1024;

    /** Whether a document of the role may be signed anew by now. */
    public boolean isDue(RoleName role, Expiries expiries, Instant now) {
        var life = lifetimes.of(role);
        return !now.isBefore(expiries.of(role).minus(life.dividedBy(2)).minus(life.dividedBy(8)));
    }

    /**
     * When something has to be signed anew.
     *
     * @param rootToo whether the root can be signed here; otherwise its signers are asked by an alert
     */
    Instant next(FactoryName factory, Expiries expiries, boolean rootToo) {
        var roles = Stream.concat(
                List.of(RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP).stream(),
                rootToo ? Stream.of(RoleName.ROOT) : Stream.empty());
        return roles.map(role ->
                        expiries.of(role).minus(lifetimes.of(role).dividedBy(2)).minus(earlier(factory, role)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Duration earlier(FactoryName factory, RoleName role) {
        var share = Math.floorMod(factory.value().hashCode() * 0x9E3779B9 >>> 7, SHARES);
        return lifetimes.of(role).dividedBy(8).dividedBy(SHARES).multipliedBy(share);
    }
}
