package io.otalite.api.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws of {@link SigningKeys}. */
public abstract class SigningKeysContractTest {
    protected static final FactoryName ACME = new FactoryName("acme");
    protected static final FactoryName OTHER = new FactoryName("other");
    protected static final NewKey TARGETS = new NewKey(RoleName.TARGETS, KeyScheme.ED25519);

    private static final byte[] MESSAGE = "metadata".getBytes(UTF_8);

    /** One more view of the same keys, of which there are none when a test begins. */
    protected abstract SigningKeys replica();

    @ParameterizedTest
    @EnumSource(KeyScheme.class)
    void aKeyThatWasMadeSignsInEveryReplica(KeyScheme scheme) {
        // Given
        var made = replica().generate(ACME, List.of(new NewKey(RoleName.SNAPSHOT, scheme)));

        // When
        var held = replica().held(ACME);

        // Then
        assertThat(made.signers()).containsOnlyKeys(RoleName.SNAPSHOT);
        var publicKey = made.of(RoleName.SNAPSHOT).getFirst().publicKey();
        assertThat(publicKey.scheme()).isEqualTo(scheme.id());
        assertThat(held.of(RoleName.SNAPSHOT)).singleElement().satisfies(key -> {
            assertThat(key.publicKey()).isEqualTo(publicKey);
            assertThat(publicKey.verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
        });
    }

    @Test
    void everyRoleHasKeysOfItsOwnAndMayHaveSeveral() {
        // Given
        var wanted = Arrays.stream(RoleName.values())
                .flatMap(role -> IntStream.range(0, 2).mapToObj(_ -> new NewKey(role, KeyScheme.ED25519)))
                .toList();

        // When
        replica().generate(ACME, wanted);

        // Then
        var held = replica().held(ACME);
        for (var role : RoleName.values()) {
            assertThat(held.of(role)).hasSize(2);
        }
        assertThat(ids(held)).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void onlyTheNewOnesAreAnsweredAndAllAreHeld() {
        // Given
        var first = replica().generate(ACME, List.of(TARGETS));

        // When
        var second = replica().generate(ACME, List.of(TARGETS));

        // Then
        assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
        assertThat(ids(replica().held(ACME)))
                .containsExactly(ids(first).getFirst(), ids(second).getFirst());
    }

    @Test
    void aFactoryHoldsItsOwnKeysAndMayHoldNone() {
        // Given
        var keys = replica();

        // When
        keys.generate(ACME, List.of(TARGETS));

        // Then
        assertThat(ids(keys.held(ACME))).hasSize(1);
        assertThat(keys.held(OTHER).signers()).isEmpty();
    }

    @Test
    void whatIsDiscardedIsGoneInEveryReplicaAndNothingElseIs() {
        // Given
        var keys = replica();
        var gone = ids(keys.generate(ACME, List.of(TARGETS))).getFirst();
        var stays = ids(keys.generate(ACME, List.of(TARGETS))).getFirst();
        var others = ids(keys.generate(OTHER, List.of(TARGETS))).getFirst();
        assertThat(keys.held(ACME).of(RoleName.TARGETS)).hasSize(2);

        // When
        keys.discard(ACME, Set.of(gone, others, new KeyId("f".repeat(64))));

        // Then
        assertThat(ids(replica().held(ACME))).containsExactly(stays);
        assertThat(ids(keys.held(ACME))).containsExactly(stays);
        assertThat(ids(keys.held(OTHER))).containsExactly(others);
    }

    @Test
    void replicasThatMakeKeysAtOnceHoldAllOfThem() throws Exception {
        // Given
        var calls = IntStream.range(0, 8)
                .mapToObj(_ -> (Callable<RoleSigners>) () -> replica().generate(ACME, List.of(TARGETS)))
                .toList();

        // When
        var made = new ArrayList<KeyId>();
        try (var callers = Executors.newFixedThreadPool(8)) {
            for (var done : callers.invokeAll(calls)) {
                made.addAll(ids(done.get()));
            }
        }

        // Then
        assertThat(made).hasSize(8);
        assertThat(ids(replica().held(ACME))).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void noTextShowsAKey() {
        // Given
        replica().generate(ACME, List.of(TARGETS));

        // When
        var held = replica().held(ACME);

        // Then
        var seed = ((Ed25519Key) held.of(RoleName.TARGETS).getFirst()).seed();
        assertThat(held.toString()).doesNotContain(texts(seed));
    }

    /** How a secret may show in a text. */
    protected static String[] texts(byte[] secret) {
        return new String[] {
            HexFormat.of().formatHex(secret),
            Base64.getEncoder().withoutPadding().encodeToString(secret),
            Arrays.toString(secret)
        };
    }

    protected static List<KeyId> ids(RoleSigners signers) {
        return signers.signers().values().stream()
                .flatMap(Collection::stream)
                .map(MetadataSigner::publicKey)
                .map(key -> key.keyId())
                .toList();
    }
}
