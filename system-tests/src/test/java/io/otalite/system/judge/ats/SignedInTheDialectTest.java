package io.otalite.system.judge.ats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.JdkKey;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The strict reader accepts what the library signs in the dialect, with keys of both types, over a rotation. */
class SignedInTheDialectTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(30));
    private static final MetadataSigner RSA = JdkKey.of(TestKey.rsa(2048).pair());

    private final Map<String, Bytes> files = new HashMap<>();

    @Test
    void followsVersionsAndNewKeysOfBothTypes() throws Exception {
        // Given
        var first = signers(ed25519());
        var root = Root.of(Dialect.ATS, new MetadataVersion(1), LATER, first);
        put(RoleName.ROOT, 1, MetadataWriter.sign(Dialect.ATS, root, first.of(RoleName.ROOT)));
        publish(1, builds(), first);
        var device = AtsDevice.trusting(files.get("1.root.json").toArray());
        var before = device.update(this::file, NOW);
        var second = signers(RSA);
        put(
                RoleName.ROOT,
                2,
                MetadataWriter.sign(
                        Dialect.ATS,
                        Root.of(Dialect.ATS, new MetadataVersion(2), LATER, second),
                        Stream.of(second, first)
                                .flatMap(each -> each.of(RoleName.ROOT).stream())
                                .toList()));
        publish(2, withEveryCharacter(builds()), second);

        // When
        var after = device.update(this::file, NOW);

        // Then
        assertThat(before).isInstanceOf(Verdict.Accepted.class);
        assertThat(after).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.version()).isEqualTo(2);
            assertThat(accepted.targets())
                    .containsOnlyKeys(builds().properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
        });
    }

    @Test
    void refusesTheOtherDialect() throws Exception {
        // Given
        var signers = signers(ed25519());
        var root = Root.of(Dialect.TUF, new MetadataVersion(1), LATER, signers);
        var device = AtsDevice.trusting(MetadataWriter.sign(Dialect.TUF, root, signers.of(RoleName.ROOT))
                .toArray());

        // When
        var verdict = device.update(this::file, NOW);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    }

    private static ObjectNode builds() {
        try (var file = SignedInTheDialectTest.class.getResourceAsStream("/builds.json")) {
            return (ObjectNode) new ObjectMapper().readTree(file).path("targets");
        } catch (IOException e) {
            throw new AssertionError("The sample cannot be read", e);
        }
    }

    /** A text of all that may stand in one. */
    private static ObjectNode withEveryCharacter(ObjectNode builds) {
        var text = new StringBuilder("\n\r\t");
        for (var each = ' '; each < 0x7f; each++) {
            text.append(each);
        }
        ((ObjectNode) builds.path("raspberrypi4-64-lmp-101").path("custom")).put("note", text.toString());
        return builds;
    }

    private void publish(long version, ObjectNode builds, RoleSigners signers) {
        var targets = new TreeMap<TargetName, Target>();
        builds.properties().forEach(build -> {
            var name = new TargetName(build.getKey());
            targets.put(name, Target.parse(name, build.getValue()));
        });
        files.putAll(Publication.sign(
                        Dialect.ATS,
                        RepositoryVersions.all(new MetadataVersion(version)),
                        targets,
                        signers,
                        LIFETIMES,
                        NOW)
                .files());
    }

    private void put(RoleName role, long version, Bytes content) {
        files.put(version + "." + role.fileName(), content);
    }

    private Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(Bytes::toArray);
    }

    private static MetadataSigner ed25519() {
        return Ed25519Key.generate(new SecureRandom());
    }

    /** One key for all roles, as small installations have it. */
    private static RoleSigners signers(MetadataSigner key) {
        var keys = new EnumMap<RoleName, List<MetadataSigner>>(RoleName.class);
        for (var role : RoleName.values()) {
            keys.put(role, List.of(key));
        }
        return new RoleSigners(keys);
    }
}
