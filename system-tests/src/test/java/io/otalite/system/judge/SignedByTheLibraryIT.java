package io.otalite.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.system.judge.Judge.Judgement;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every judge follows what the library signs: version after version, over new keys, and not back. */
class SignedByTheLibraryIT {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(30));

    private static Judges judges;

    private final Map<String, Bytes> files = new ConcurrentHashMap<>();
    private RoleSigners signers = signers("a");
    private Root root = Root.of(Dialect.TUF, new MetadataVersion(1), LATER, signers);

    @TempDir
    private Path state;

    @BeforeAll
    static void conveneJudges() {
        judges = Judges.convene();
    }

    @AfterAll
    static void dismissJudges() {
        judges.close();
    }

    static Stream<Judge> judges() {
        return judges.present().stream();
    }

    @ParameterizedTest
    @MethodSource("judges")
    void followVersionsAndNewKeys(Judge judge) {
        try (var server = new FileServer(this::file)) {
            // Given
            var client = client(judge, server);

            // When
            publish(1, "a");
            var first = client.update(NOW);
            rotate(signers("b"));
            publish(2, "a", "b");
            var second = client.update(NOW);

            // Then
            assertThat(List.of(first, second))
                    .containsExactly(new Judgement.Accepted(1, 1), new Judgement.Accepted(2, 2));
            assertThat(client.download("b")).asString().isEqualTo("content of b");
        }
    }

    @ParameterizedTest
    @MethodSource("judges")
    void refuseToGoBack(Judge judge) {
        try (var server = new FileServer(this::file)) {
            // Given
            var client = client(judge, server);
            publish(5, "a");
            client.update(NOW);
            publish(4, "a");

            // When
            var judgement = client.update(NOW);

            // Then
            assertThat(judgement).isInstanceOf(Judgement.Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("judges")
    void refuseWhatStrangersSign(Judge judge) {
        try (var server = new FileServer(this::file)) {
            // Given
            var client = client(judge, server);
            signers = signers("stranger");
            publish(1, "a");

            // When
            var judgement = client.update(NOW);

            // Then
            assertThat(judgement).isInstanceOf(Judgement.Refused.class);
        }
    }

    private Judge.Client client(Judge judge, FileServer server) {
        put("metadata/1.root.json", MetadataWriter.sign(Dialect.TUF, root, signers.of(RoleName.ROOT)));
        return judge.start(
                server.folder("metadata"), files.get("metadata/1.root.json").toArray(), state);
    }

    private void publish(long version, String... names) {
        var targets = new TreeMap<TargetName, Target>();
        for (var name : names) {
            var content = Bytes.utf8("content of " + name);
            var custom = JsonNodeFactory.instance.objectNode().put("version", "1");
            custom.putObject("sigstore").put("status", "Active").put("usage", "Unknown");
            var hashes = new TreeMap<>(Map.of("sha256", content.sha256().hex()));
            targets.put(new TargetName(name), new Target(content.size(), hashes, custom));
            put("targets/%s.%s".formatted(content.sha256().hex(), name), content);
        }
        Publication.sign(new MetadataVersion(version), targets, signers, LIFETIMES, NOW)
                .files()
                .forEach((name, content) -> put("metadata/" + name, content));
    }

    private void rotate(RoleSigners next) {
        var both = Stream.of(signers, next)
                .flatMap(each -> each.of(RoleName.ROOT).stream())
                .toList();
        signers = next;
        root = Root.of(Dialect.TUF, root.version().next(), LATER, next);
        put("metadata/2.root.json", MetadataWriter.sign(Dialect.TUF, root, both));
    }

    private void put(String name, Bytes content) {
        files.put(name, content);
    }

    private Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(Bytes::toArray);
    }

    private static RoleSigners signers(String generation) {
        var keys = new EnumMap<RoleName, List<MetadataSigner>>(RoleName.class);
        for (var role : RoleName.values()) {
            var seed = Bytes.utf8(role.json() + " " + generation).sha256().hex();
            keys.put(role, List.of(Ed25519Key.fromSeed(HexFormat.of().parseHex(seed))));
        }
        return new RoleSigners(keys);
    }
}
