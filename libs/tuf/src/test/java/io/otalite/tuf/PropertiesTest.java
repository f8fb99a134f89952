package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any metadata; a failure names the seed that shows it. */
class PropertiesTest {

    static List<Dialect> dialects() {
        return Dialect.all();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whateverByteIsChanged_nothingElseIsEverAccepted(Dialect dialect) {
        var repository = new TestRepository(dialect).publish(1, "a", "dir/b");
        WalkResult.Accepted original = repository.accepted();
        List<String> names = List.copyOf(repository.files.keySet());
        int refused = 0;
        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            String name = names.get(random.nextInt(names.size()));
            byte[] changed = repository.files.get(name).toArray();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            var served = new TreeMap<>(repository.files);
            served.put(name, Bytes.copyOf(changed));
            Bytes root = served.get("1.root.json");

            WalkResult result = ClientWalk.walk(
                    dialect,
                    TrustedState.ofRoot(root),
                    asked -> Optional.ofNullable(served.get(asked)),
                    TestRepository.NOW);

            if (result instanceof WalkResult.Accepted accepted) {
                assertThat(accepted.root()).as("seed %d", seed).isEqualTo(original.root());
                assertThat(accepted.snapshot()).as("seed %d", seed).isEqualTo(original.snapshot());
                assertThat(accepted.targets()).as("seed %d", seed).isEqualTo(original.targets());
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whatIsWrittenIsRead(Dialect dialect) {
        for (long seed = 0; seed < 100; seed++) {
            Targets targets = new RandomTargets(seed, dialect).targets();

            Bytes file = MetadataWriter.sign(dialect, targets, List.of());

            assertThat(Targets.parse(SignedMetadata.parse(dialect, file)))
                    .as("seed %d", seed)
                    .isEqualTo(targets);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void theOrderOfMembersAndTheBlanksBetweenThemAreNotSigned(Dialect dialect) {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            ObjectNode signed = new RandomTargets(seed, dialect).targets().toJson(dialect);
            String respelt = ((ObjectNode) shuffled(signed, random)).toPrettyString();

            ObjectNode reread = StrictJson.object(Bytes.utf8(respelt), Limits.received(1_000_000));

            assertThat(new String(dialect.canonical(reread), UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(new String(dialect.canonical(signed), UTF_8));
        }
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
        members.forEach(member -> shuffled.set(member.getKey(), shuffled(member.getValue(), random)));
        return shuffled;
    }

    private record RandomTargets(Random random, Dialect dialect) {

        private static final String ALPHABET = "abcXYZ019-_. \"\\/<>&'~";
        private static final String NAME_ALPHABET = "abcXYZ019-_";

        RandomTargets(long seed, Dialect dialect) {
            this(new Random(seed), dialect);
        }

        Targets targets() {
            SortedMap<TargetName, Target> targets = new TreeMap<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                targets.put(new TargetName(name() + (random.nextBoolean() ? "/" + name() : "")), target());
            }
            return new Targets(
                    version(1 + random.nextInt(1_000_000)),
                    LATER.plusSeconds(random.nextInt()),
                    targets,
                    random.nextBoolean() ? Optional.empty() : Optional.of(delegations()),
                    unknown());
        }

        private Target target() {
            SortedMap<String, String> hashes = new TreeMap<>();
            hashes.put("sha256", Bytes.utf8(text()).sha256().hex());
            if (random.nextBoolean()) {
                hashes.put("sha512", Bytes.utf8(text()).sha256().hex().repeat(2));
            }
            return new Target(random.nextInt(Integer.MAX_VALUE), new Hashes(hashes), object(3), unknown());
        }

        private Delegations delegations() {
            Map<KeyId, PublicKey> keys = new TreeMap<>();
            List<DelegatedRole> roles = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                PublicKey key = key(name()).publicKey();
                keys.put(dialect.keyId(key), key);
                DelegatedPaths paths = random.nextBoolean()
                        ? new DelegatedPaths.Patterns(List.of(new PathPattern(text())))
                        : new DelegatedPaths.HashPrefixes(List.of(Integer.toHexString(random.nextInt())));
                roles.add(new DelegatedRole(
                        new DelegationName(i + text()),
                        new RoleKeys(List.of(dialect.keyId(key)), 1, unknown()),
                        random.nextBoolean(),
                        paths));
            }
            return new Delegations(keys, roles, unknown());
        }

        private UnknownMembers unknown() {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            if (random.nextInt(3) == 0) {
                members.set("x-" + name(), object(2));
            }
            return new UnknownMembers(members);
        }

        private ObjectNode object(int depth) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                switch (random.nextInt(depth > 0 ? 5 : 4)) {
                    case 0 -> object.put(text(), random.nextInt());
                    case 1 -> object.put(text(), text());
                    case 2 -> object.putArray(text()).add(text()).add(random.nextBoolean());
                    case 3 -> object.putNull(text());
                    default -> object.set(text(), object(depth - 1));
                }
            }
            return object;
        }

        private String text() {
            return pick(ALPHABET) + (dialect == Dialect.TUF && random.nextInt(5) == 0 ? "ü\u20ac\ud83d\ude00" : "");
        }

        private String name() {
            return pick(NAME_ALPHABET);
        }

        private String pick(String alphabet) {
            var text = new StringBuilder();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }
}
