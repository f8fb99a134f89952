package io.otalite.system.judge;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.TufException;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.encryption.Verifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The client of sigstore-java, in this JVM. It knows no delegations, and reads Targets only whose {@code custom} has a member
 * {@code sigstore}.
 */
final class SigstoreJava implements Judge {
    private static final Pattern JAR = Pattern.compile(".*sigstore-java-(.+)\\.jar");

    @Override
    public String name() {
        return "sigstore-java";
    }

    @Override
    public String version() {
        var jar = JAR.matcher(Updater.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return jar.matches() ? jar.group(1) : "unknown";
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public Client start(URI metadata, byte[] firstRoot, Path state) {
        try {
            return new Follower(
                    metadata, new String(firstRoot, StandardCharsets.UTF_8), Files.createDirectories(state));
        } catch (IOException e) {
            throw new UncheckedIOException("No client in " + state, e);
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return Judges.title(this);
    }

    private static final class Follower implements Client {
        private final SettableClock clock = new SettableClock();
        private final FileSystemTufStore files;
        private final TrustedMetaStore trusted;
        private final Updater updater;

        private Follower(URI metadata, String firstRoot, Path state) throws IOException {
            files = FileSystemTufStore.newFileSystemStore(state);
            trusted = TrustedMetaStore.newTrustedMetaStore(files);
            updater = Updater.builder()
                    .setClock(clock)
                    .setVerifiers(Verifiers::newVerifier)
                    .setTrustedMetaStore(trusted)
                    .setTargetStore(files)
                    .setTrustedRootPath(() -> firstRoot)
                    .setMetaFetcher(MetaFetcher.newFetcher(new FilesOver(metadata)))
                    .setTargetFetcher(new FilesOver(metadata.resolve("../targets/")))
                    .build();
        }

        @Override
        public Judgement update(Instant now) {
            clock.now = now;
            try {
                updater.updateMeta();
                return new Judgement.Accepted(
                        trusted.getRoot().getSignedMeta().getVersion(),
                        trusted.getTargets().getSignedMeta().getVersion());
            } catch (TufException | JsonParseException | IOException | IllegalArgumentException e) {
                return new Judgement.Refused(e.toString());
            }
        }

        @Override
        public Optional<TargetInfo> targetInfo(String name) {
            try {
                return Optional.ofNullable(trusted.getTargets()
                                .getSignedMeta()
                                .getTargets()
                                .get(name))
                        .map(found -> new TargetInfo(
                                found.getLength(), found.getHashes().getSha256()));
            } catch (IOException | JsonParseException e) {
                throw new IllegalStateException("What is trusted cannot be read", e);
            }
        }

        @Override
        public byte[] download(String name) {
            try {
                updater.downloadTarget(name);
                return files.readTarget(name);
            } catch (IOException | JsonParseException e) {
                throw new IllegalStateException("No content of " + name, e);
            }
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
