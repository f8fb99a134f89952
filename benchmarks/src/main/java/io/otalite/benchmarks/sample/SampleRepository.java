package io.otalite.benchmarks.sample;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * A repository in memory, with a key for each role: the cryptography and the canonical form of a publication without the
 * service around them. Its keys are made from constants and protect nothing.
 */
public final class SampleRepository {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(30));
    private static final int SEED_BYTES = 32;

    private final SampleTargets targets;
    private final RoleSigners signers;
    private final TrustedState trusted;

    public SampleRepository(SampleTargets targets) {
        this.targets = targets;
        this.signers = signers();
        var root = Root.of(new MetadataVersion(1), LIFETIMES.expiry(RoleName.ROOT, NOW), signers);
        this.trusted = TrustedState.ofRoot(MetadataWriter.sign(root.toJson(), signers.of(RoleName.ROOT)));
    }

    private static RoleSigners signers() {
        var signers = new EnumMap<RoleName, List<MetadataSigner>>(RoleName.class);
        for (var role : RoleName.values()) {
            var seed = new byte[SEED_BYTES];
            Arrays.fill(seed, (byte) (role.ordinal() + 1));
            signers.put(role, List.of(Ed25519Key.fromSeed(seed)));
        }
        return new RoleSigners(signers);
    }

    /** Signs all Targets as this version. */
    public Publication publish(MetadataVersion version) {
        return Publication.sign(version, targets.targets(), signers, LIFETIMES, NOW);
    }

    /** What a device makes of the publication that has the root and nothing else yet. */
    public WalkResult walk(Publication publication) {
        var files = publication.files();
        return ClientWalk.walk(trusted, name -> Optional.<Bytes>ofNullable(files.get(name)), NOW);
    }
}
