package io.otalite.api.signing.postgres;

import static io.otalite.api.signing.postgres.KeyRows.fileKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import io.otalite.api.signing.NewKey;
import io.otalite.api.signing.RewrapKeys;
import io.otalite.api.signing.RewrapProgress;
import io.otalite.api.signing.tink.FileKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another key-encryption key, over rows of this release and of the one before. */
class ChangedKeyEncryptionKeyTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final List<FactoryName> FACTORIES =
            IntStream.range(0, 12).mapToObj(i -> new FactoryName("f" + i)).toList();
    private static final List<NewKey> TARGETS = List.of(new NewKey(RoleName.TARGETS, KeyScheme.ED25519));

    private static KeyRows rows;
    private static FileKey first;
    private static FileKey second;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        rows = new KeyRows();
        first = fileKey(folder, 1);
        second = fileKey(folder, 2);
    }

    @AfterAll
    static void stop() {
        rows.close();
    }

    @BeforeEach
    void clear() {
        rows.clear();
    }

    @Test
    void afterReWrappingThePreviousKeyIsNotNeededAnyMore() {
        // Given
        var made = rows.replica(first).generate(ACME, TARGETS);
        var changed = rows.replica(second, first);
        assertThat(changed.held(ACME)).satisfies(held -> assertSame(held, made));

        // When
        var progress = new RewrapKeys(changed).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(1, 0, 0));
        assertSame(rows.replica(second).held(ACME), made);
        assertThatThrownBy(() -> rows.replica(first).held(ACME))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(second.id());
    }

    @Test
    void aReplicaThatKnowsTheNextKeyGoesOnBesideThoseThatUseItAndUndoesNothing() {
        // Given
        var old = rows.replicaBefore(second, first);
        var made = old.generate(ACME, TARGETS);
        new RewrapKeys(rows.replica(second, first)).run();

        // When
        var progress = new RewrapKeys(old).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(1, 0, 0));
        var more = rows.replicaBefore(second, first).generate(ACME, TARGETS);
        assertThat(ids(rows.replica(second).held(ACME)))
                .containsExactly(ids(made).getFirst(), ids(more).getFirst());
    }

    @Test
    void whatNoKeyReadsIsCountedAndStopsNothing() {
        // Given
        rows.replica(fileKey(folder, 3)).generate(new FactoryName("lost"), TARGETS);
        rows.replica(first).generate(new FactoryName("damaged"), TARGETS);
        rows.sql("update data_key set wrapped = '' where factory = 'damaged'");
        rows.replica(first).generate(ACME, TARGETS);

        // When
        var progress = new RewrapKeys(rows.replica(second, first)).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(1, 0, 2));
        assertThat(ids(rows.replica(second).held(ACME))).hasSize(1);
    }

    @Test
    void aRunThatIsCutOffIsEndedByTheNextOne() {
        // Given
        FACTORIES.forEach(factory -> rows.replica(first).generate(factory, TARGETS));
        var dying = new DyingKey(second, 5);

        // When
        assertThatThrownBy(() -> new RewrapKeys(rows.replica(dying, first)).run())
                .isInstanceOf(StackOverflowError.class);

        // Then
        assertThat(rows.query("select count(*) from data_key where kek_id = '%s'".formatted(second.id()), Long.class))
                .containsExactly(5L);
        FACTORIES.forEach(factory ->
                assertThat(ids(rows.replica(second, first).held(factory))).hasSize(1));
        assertThat(new RewrapKeys(rows.replica(second, first)).run()).isEqualTo(new RewrapProgress(12, 0, 0));
    }

    @Test
    void replicasThatReWrapAtOnceDoNotHinderEachOther() throws Exception {
        // Given
        FACTORIES.forEach(factory -> rows.replica(first).generate(factory, TARGETS));
        Callable<RewrapProgress> run = () -> new RewrapKeys(rows.replica(second, first)).run();

        // When
        try (var replicas = Executors.newFixedThreadPool(4)) {
            for (var done : replicas.invokeAll(List.of(run, run, run, run))) {
                // Then
                assertThat(done.resultNow().left()).isZero();
            }
        }
        FACTORIES.forEach(
                factory -> assertThat(ids(rows.replica(second).held(factory))).hasSize(1));
    }

    @Test
    void keysOfTheReleaseBeforeAreHeldFromTheFirstLook() {
        // Given
        var earlier = earlierFactory(ACME, 1);

        // When
        var held = rows.replica(first).held(ACME);

        // Then
        assertThat(held.signers().keySet()).containsExactlyInAnyOrder(RoleName.values());
        assertSame(held, earlier);
        assertThat(rows.query("select count(*) from signing_key", Long.class)).containsExactly(4L);
        assertSame(rows.replica(first).held(ACME), earlier);
    }

    @Test
    void keysOfTheReleaseBeforeAreTakenOverByTheReWrapper() {
        // Given
        var earlier = earlierFactory(ACME, 1);
        var keys = rows.replica(first);

        // When
        var progress = new RewrapKeys(keys).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(1, 0, 0));
        rows.sql("delete from signing_key");
        assertSame(keys.held(ACME), earlier);
    }

    @Test
    void keysOfTheReleaseBeforeUnderThePreviousKeyLeaveNothingUnderIt() {
        // Given
        var earlier = earlierFactory(ACME, 1);
        var other = earlierFactory(new FactoryName("other"), 1);
        rows.replica(first).held(ACME);

        // When
        var progress = new RewrapKeys(rows.replica(second, first)).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(2, 0, 0));
        assertThat(rows.query("select count(*) from signing_key", Long.class)).containsExactly(0L);
        assertSame(rows.replica(second).held(ACME), earlier);
        assertSame(rows.replica(second).held(new FactoryName("other")), other);
    }

    @Test
    void keysOfTheReleaseBeforeThatNoKeyReadsStayAsTheyAre() {
        // Given
        earlierFactory(ACME, 3);
        var keys = rows.replica(first);

        // When
        var progress = new RewrapKeys(keys).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(0, 0, 1));
        assertThatThrownBy(() -> keys.held(ACME))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(first.id());
        assertThat(rows.query("select count(*) from signing_key", Long.class)).containsExactly(4L);
    }

    @Test
    void aKeyOfTheReleaseBeforeThatIsDiscardedDoesNotComeBack() {
        // Given
        var gone = earlierFactory(ACME, 1)
                .of(RoleName.TARGETS)
                .getFirst()
                .publicKey()
                .keyId();
        var keys = rows.replica(first);

        // When
        keys.discard(ACME, Set.of(gone));

        // Then
        assertThat(ids(keys.held(ACME))).hasSize(3).doesNotContain(gone);
        assertThat(ids(rows.replica(first).held(ACME))).hasSize(3).doesNotContain(gone);
    }

    @Test
    void aKeyServiceThatIsAwayLeavesTheRestForLater() {
        // Given
        rows.replica(first).generate(ACME, TARGETS);
        var away = new AwayKey(second);

        // When
        var progress = new RewrapKeys(rows.replica(away, first)).run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(0, 1, 0));
    }

    /** A factory as the release before made one, with a key for each role. */
    private static RoleSigners earlierFactory(FactoryName factory, int keyEncryptionKey) {
        rows.sql("""
                insert into factory (name, public_metadata, head_version, created_at, dialects, root_version, snapshot_version,
                  timestamp_version, root_expires, targets_expires, snapshot_expires, timestamp_expires, refresh_at,
                  limit_root, limit_targets, limit_rotations)
                values ('%s', false, 1, now(), '{tuf}', 1, 1, 1, now(), now(), now(), now(), now(), 1, 1, 1)""".formatted(factory.value()));
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        for (var role : RoleName.values()) {
            var key = Ed25519Key.generate(new SecureRandom());
            signers.put(role, List.of(key));
            rows.sql("""
                    insert into signing_key select id, '%s', '%s', decode('%s', 'hex') from factory where name = '%s'""".formatted(
                            role.json(),
                            key.publicKey().keyId().hex(),
                            HexFormat.of().formatHex(earlierForm(factory, role, key, keyEncryptionKey)),
                            factory.value()));
        }
        return new RoleSigners(signers);
    }

    /** The seed directly under the key-encryption key. */
    private static byte[] earlierForm(FactoryName factory, RoleName role, Ed25519Key key, int keyEncryptionKey) {
        try {
            var kek = Base64.getDecoder()
                    .decode(Files.readString(KeyRows.keyFile(folder, keyEncryptionKey))
                            .strip());
            var binding = "%s/%s/%s"
                    .formatted(
                            factory.value(),
                            role.json(),
                            key.publicKey().keyId().hex());
            return new AesGcmJce(kek).encrypt(key.seed(), binding.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSame(RoleSigners actual, RoleSigners expected) {
        for (var role : RoleName.values()) {
            assertThat(actual.of(role))
                    .extracting(key -> key.publicKey())
                    .isEqualTo(expected.of(role).stream()
                            .map(key -> key.publicKey())
                            .toList());
        }
        assertThat(actual.signers().values())
                .allSatisfy(keys -> assertThat(keys)
                        .allSatisfy(key -> assertThat(
                                        key.publicKey().verifies(new byte[] {1}, key.sign(new byte[] {1})))
                                .isTrue()));
    }

    private static List<KeyId> ids(RoleSigners signers) {
        return signers.signers().values().stream()
                .flatMap(List::stream)
                .map(key -> key.publicKey().keyId())
                .toList();
    }

    /** Takes the process with it at some time, as far as anybody can tell. */
    private static final class DyingKey implements KeyEncryptionKey {
        private final KeyEncryptionKey key;
        private int left;

        private DyingKey(KeyEncryptionKey key, int left) {
            this.key = key;
            this.left = left;
        }

        @Override
        public String id() {
            return key.id();
        }

        @Override
        public byte[] wrap(byte[] dataKey, byte[] associatedData) {
            if (left-- == 0) {
                throw new StackOverflowError("killed");
            }
            return key.wrap(dataKey, associatedData);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            return key.unwrap(wrapped, associatedData);
        }
    }

    private record AwayKey(KeyEncryptionKey key) implements KeyEncryptionKey {
        @Override
        public String id() {
            return key.id();
        }

        @Override
        public byte[] wrap(byte[] dataKey, byte[] associatedData) {
            throw new KeysUnavailableException("away");
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            throw new KeysUnavailableException("away");
        }
    }
}
