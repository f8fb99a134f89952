package io.otalite.backup.archive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bucket and how long it may keep us waiting. Prefix {@code ota.archive}. */
@ConfigMapping(prefix = "ota.archive")
public interface ArchiveConfig {
    /** The bucket that holds the archive ({@code ota.archive.bucket}, no default). */
    String bucket();

    /** The longest wait for a connection to the storage or the token endpoint ({@code ota.archive.connect-timeout}, default 2 s). */
    @WithDefault("2s")
    Duration connectTimeout();

    /** The longest silence of the storage within one attempt ({@code ota.archive.storage-timeout}, default 10 s). */
    @WithDefault("10s")
    Duration storageTimeout();

    /** The longest silence of the token endpoint ({@code ota.archive.token-timeout}, default 3 s). */
    @WithDefault("3s")
    Duration tokenTimeout();

    /** After this a REST reader is told that the store does not answer ({@code ota.archive.answer-within}, default 5 s). */
    @WithDefault("5s")
    Duration answerWithin();
}
