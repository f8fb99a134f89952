package io.otalite.rotation.rotations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How credentials are rotated. Prefix {@code ota.rotations}. */
@ConfigMapping(prefix = "ota.rotations")
public interface RotationsConfig {
    /**
     * A file with 32 random bytes in base64, the key under which a rotation keeps what nobody may read ({@code
     * ota.rotations.encryption-key-file}, no default). Without it every rotation is refused.
     */
    Optional<Path> encryptionKeyFile();

    /** How many attempts in a row a new credential has to pass ({@code ota.rotations.proofs}, default 3). */
    @WithDefault("3")
    int proofs();

    /** The pause between two of these attempts ({@code ota.rotations.proof-pause}, default 5 s). */
    @WithDefault("PT5S")
    Duration proofPause();

    /** How long a new credential may be refused before it is given up ({@code ota.rotations.proven-within}, default 2 min). */
    @WithDefault("PT2M")
    Duration provenWithin();

    /** How long the old credential has to be silent before it is disabled ({@code ota.rotations.drain}, default 24 h). */
    @WithDefault("PT24H")
    Duration drain();

    /** How long it stays disabled before it is deleted ({@code ota.rotations.quarantine}, default 24 h). */
    @WithDefault("PT24H")
    Duration quarantine();

    /** The pause between two looks at something that takes its time ({@code ota.rotations.look}, default 10 s). */
    @WithDefault("PT10S")
    Duration look();

    /** How many steps one instance takes at the same time ({@code ota.rotations.concurrency}, default 8). */
    @WithDefault("8")
    int concurrency();

    /** How often this instance looks for steps that are due ({@code ota.rotations.interval}, default 1 s). */
    @WithDefault("PT1S")
    Duration interval();
}
