package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.signers;
import static io.otalite.tuf.TestRepository.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.RollbackVersionException;
import dev.sigstore.tuf.SignatureVerificationException;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.encryption.Verifiers;
import io.otalite.conformance.Covers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that shares no code with this library, sigstore-java, judges what is published here. */
class IndependentClientTest {

    @TempDir
    private Path directory;

    private final TestRepository repository = new TestRepository();
    private FileSystemTufStore store;
    private TrustedMetaStore trusted;
    private Updater client;

    @BeforeEach
    void createClient() throws Exception {
        store = FileSystemTufStore.newFileSystemStore(directory);
        trusted = TrustedMetaStore.newTrustedMetaStore(store);
        String firstRoot = new String(repository.trustedRoot().toArray(), StandardCharsets.UTF_8);
        client = Updater.builder()
                .setClock(Clock.fixed(NOW, ZoneOffset.UTC))
                .setVerifiers(Verifiers::newVerifier)
                .setTrustedMetaStore(trusted)
                .setTargetStore(store)
                .setTrustedRootPath(() -> firstRoot)
                .setMetaFetcher(MetaFetcher.newFetcher(new RepositoryFetcher()))
                .setTargetFetcher(new RepositoryFetcher())
                .build();
    }

    @Test
    @Covers({"W4", "W9"})
    void acceptsVersionAfterVersionAndRootRotations() throws Exception {
        publishAndUpdate(1, "acme-1");
        publishAndUpdate(2, "acme-1", "dir/acme-2");
        repository.rotate(signers("b"));
        publishAndUpdate(3, "acme-1", "dir/acme-2", "acme-3");
        repository.rotate(repository.signers()).rotate(repository.withNewKeys("c", RoleName.TARGETS));
        publishAndUpdate(4, "acme-4");
    }

    @Test
    @Covers("F3")
    void acceptsEveryTypeOfKey() throws Exception {
        var keys = new EnumMap<RoleName, List<MetadataSigner>>(RoleName.class);
        keys.put(RoleName.ROOT, List.of(JdkKeyTest.ECDSA, JdkKeyTest.RSA, key("root")));
        keys.put(RoleName.TARGETS, List.of(JdkKeyTest.RSA));
        keys.put(RoleName.SNAPSHOT, List.of(JdkKeyTest.ECDSA));
        keys.put(RoleName.TIMESTAMP, List.of(key("timestamp")));
        repository.rotate(new RoleSigners(keys));

        publishAndUpdate(1, "a");
    }

    @Test
    void acceptsAnEmptyRepository() throws Exception {
        publishAndUpdate(1);
    }

    @Test
    void acceptsARepositoryItMeetsLateInItsLife() throws Exception {
        repository.publish(1, "a").rotate(signers("b")).publish(2, "a", "b").rotate(signers("c"));

        publishAndUpdate(3, "a");
    }

    @Test
    void agreesThatOldVersionsAreRefused() throws Exception {
        publishAndUpdate(5, "a");
        repository.publish(4, "a");

        assertThatThrownBy(client::updateMeta).isInstanceOf(RollbackVersionException.class);
    }

    @Test
    @Covers("W8")
    void agreesThatNewKeysAllowLowerVersions() throws Exception {
        publishAndUpdate(1000, "a");
        repository.rotate(repository.withNewKeys("b", RoleName.TIMESTAMP));

        publishAndUpdate(2, "a");
    }

    @Test
    void agreesThatStrangersCannotPublish() {
        Publication forged = Publication.sign(
                TestRepository.version(1), targets("a"), signers("stranger"), TestRepository.LIFETIMES, NOW);
        repository.files.putAll(forged.files());

        assertThatThrownBy(client::updateMeta).isInstanceOf(SignatureVerificationException.class);
    }

    private void publishAndUpdate(int version, String... names) throws Exception {
        repository.publish(version, names);
        for (String name : names) {
            publishContent(name);
        }

        client.update();

        var accepted = trusted.getTargets();
        assertThat(accepted.getSignedMeta().getVersion()).isEqualTo(version);
        assertThat(accepted.getSignedMeta().getTargets().keySet()).containsExactlyInAnyOrder(names);
        assertThat(trusted.getRoot().getSignedMeta().getVersion())
                .isEqualTo((int) repository.root().version().value());
        assertThat(List.of(names))
                .allSatisfy(name -> assertThat(store.hasTarget(name)).isTrue());
    }

    /** Target files are served under their hash, in front of the last part of the path. */
    private void publishContent(String name) {
        Bytes content = Bytes.utf8("content of " + name);
        int file = name.lastIndexOf('/') + 1;
        repository.put(name.substring(0, file) + content.sha256() + "." + name.substring(file), content);
    }

    private final class RepositoryFetcher implements Fetcher {

        @Override
        public String getSource() {
            return "memory";
        }

        @Override
        public byte[] fetchResource(String name, int maxLength) {
            return repository.apply(name).map(Bytes::toArray).orElse(null);
        }
    }
}
