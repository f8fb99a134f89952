package io.otalite.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.system.judge.Judge.Judgement;
import io.otalite.system.judge.Judge.TargetInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges themselves: they accept repositories of others, and refuse what is wrong with them. */
class OthersRepositoriesIT {
    private static final Path RESOURCES = Path.of("../libs/tuf/src/test/resources");
    private static final Sample TUF_ON_CI =
            new Sample("tuf-on-ci", Instant.parse("2025-02-09T00:00:00Z"), 1, 1, List.of("delegatedrole/artifact"));
    private static final Sample PYTHON_TUF = new Sample(
            "python-tuf", Instant.parse("2026-11-26T00:00:00Z"), 2, 3, List.of("top", "docs/en/a.md", "bins/file"));

    /**
     * What a judge does not find in a repository that is in order. sigstore-java knows no delegations, and asks for a file by the
     * SHA-512 where there is one; go-tuf asks for it by any of the digests listed, and compares the prefix of a hash bin with
     * the digest in base64.
     */
    private static final Map<String, Set<String>> NOT_FOUND_BY = Map.of(
            "sigstore-java", Set.of("delegatedrole/artifact", "top", "docs/en/a.md", "bins/file"),
            "go-tuf", Set.of("top", "docs/en/a.md", "bins/file"));

    private static Judges judges;

    @TempDir
    private Path state;

    /** A repository of others, when it is to be read, and what is in it. */
    private record Sample(String name, Instant now, long root, long targets, List<String> names) {
        private Path folder() {
            return RESOURCES.resolve(name);
        }

        private List<String> namesFor(Judge judge) {
            var notFound = NOT_FOUND_BY.getOrDefault(judge.name(), Set.of());
            return names.stream().filter(name -> !notFound.contains(name)).toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void conveneJudges() {
        judges = Judges.convene();
    }

    @AfterAll
    static void dismissJudges() {
        judges.close();
    }

    static Stream<Arguments> judgesAndSamples() {
        return Stream.of(TUF_ON_CI, PYTHON_TUF)
                .flatMap(sample -> judges.present().stream().map(judge -> Arguments.of(judge, sample)));
    }

    @ParameterizedTest
    @MethodSource("judgesAndSamples")
    void acceptTheRepositoryOfAnother(Judge judge, Sample sample) throws Exception {
        try (var server = FileServer.of(sample.folder())) {
            // Given
            var client = judge.start(server.folder("metadata"), firstRoot(sample), state);

            // When
            var judgement = client.update(sample.now());

            // Then
            assertThat(judgement).isEqualTo(new Judgement.Accepted(sample.root(), sample.targets()));
            for (var name : sample.namesFor(judge)) {
                var content = client.download(name);
                assertThat(client.targetInfo(name)).map(TargetInfo::length).contains((long) content.length);
            }
            assertThat(client.targetInfo("nothing")).isEmpty();
        }
    }

    static Stream<Judge> judges() {
        return judges.present().stream();
    }

    @ParameterizedTest
    @MethodSource("judges")
    void refuseARepositoryThatHasExpired(Judge judge) throws Exception {
        try (var server = FileServer.of(PYTHON_TUF.folder())) {
            // Given
            var client = judge.start(server.folder("metadata"), firstRoot(PYTHON_TUF), state);

            // When
            var judgement = client.update(Instant.parse("2050-01-01T00:00:01Z"));

            // Then
            assertThat(judgement)
                    .isInstanceOfSatisfying(
                            Judgement.Refused.class,
                            refused -> assertThat(refused.reason()).containsIgnoringCase("expired"));
        }
    }

    @ParameterizedTest
    @MethodSource("judges")
    void refuseATimestampThatWasTouched(Judge judge) throws Exception {
        try (var server = new FileServer(OthersRepositoriesIT::touched)) {
            // Given
            var client = judge.start(server.folder("metadata"), firstRoot(PYTHON_TUF), state);

            // When
            var judgement = client.update(PYTHON_TUF.now());

            // Then
            assertThat(judgement).isInstanceOf(Judgement.Refused.class);
        }
    }

    /** The timestamp of another year, with the signature of this one. */
    private static Optional<byte[]> touched(String name) {
        return FileServer.read(PYTHON_TUF.folder().resolve(name))
                .map(content -> name.endsWith("timestamp.json")
                        ? new String(content, StandardCharsets.UTF_8)
                                .replace("2050-", "2051-")
                                .getBytes(StandardCharsets.UTF_8)
                        : content);
    }

    private static byte[] firstRoot(Sample sample) throws IOException {
        return Files.readAllBytes(sample.folder().resolve("metadata").resolve("1.root.json"));
    }
}
