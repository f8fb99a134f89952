package io.otalite.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigstore.json.canonicalizer.JsonCanonicalizer;
import io.otalite.tuf.StrictJson.Characters;
import io.otalite.tuf.StrictJson.Limits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come, a reader gives a value or a {@link TufException}, in less than a second of CPU, and values keep their laws.
 *
 * <p>A build tries the samples below and what is kept in {@code ReadersFuzzTestInputs/METHOD} of this package's test resources. With
 * {@code JAZZER_FUZZ} set, one method at a time, Jazzer goes on from there for as long as is said here: CONTRIBUTING.md has the command.
 */
class ReadersFuzzTest {

    private static final String LONG = "100s";
    private static final int LARGEST = 100_000;
    private static final byte[] MESSAGE = "message".getBytes(UTF_8);
    private static final Path BASE = Path.of("/base");

    private static final List<String> SAMPLES = List.of(
            "tuf-on-ci/metadata/1.root.json",
            "tuf-on-ci/metadata/1.targets.json",
            "tuf-on-ci/metadata/2.delegatedrole.json",
            "tuf-on-ci/metadata/2.snapshot.json",
            "tuf-on-ci/metadata/timestamp.json",
            "python-tuf/metadata/2.root.json",
            "python-tuf/metadata/3.targets.json",
            "ats-sample/root.json",
            "ats-sample/targets.json",
            "ats-sample/snapshot.json",
            "ats-sample/timestamp.json",
            "golden/7.targets.json",
            "golden-ats/1.root.json",
            "golden-ats/targets.json");

    private static final List<String> ODDITIES = List.of(
            "{\"a\":[1,-0,9007199254740991,true,null,\"\\u00fc\\ud83d\\ude00\\n\\u0000\"],\"\":{}}",
            "{\"a\":1e400,\"b\":-9223372036854775809}",
            "{\"a\":\"\\ud83d\"}",
            "\ufeff{}",
            "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}");

    private static final List<String> NAMES = List.of(
            "*/*.tgz\ntargets/foo.tgz",
            "*a*a*b\naaaaaaaaaaaaaaaaaaaaaaaa",
            "?/?\na/b",
            "..\n../../etc/passwd",
            "a//b\na/./b",
            "targets\n%2e%2e/ü");

    static Stream<byte[]> documents() {
        return Stream.concat(
                SAMPLES.stream().map(name -> Resources.file(".", name).toArray()),
                ODDITIES.stream().map(text -> text.getBytes(UTF_8)));
    }

    static Stream<byte[]> names() {
        return NAMES.stream().map(names -> names.getBytes(UTF_8));
    }

    static Stream<byte[]> keys() {
        return Stream.of("ecdsa", "ecdsa-p384", "rsa", "rsa-1024")
                .flatMap(name ->
                        Stream.of(Pem.decode(text(name + ".pem")).orElseThrow(), Hex.decode(text(name + ".sig"))));
    }

    /** What is read is what stands there: written again it is read as the same. */
    @MethodSource("documents")
    @FuzzTest(maxDuration = LONG)
    void strictJson(byte[] data) {
        promptly(() -> {
            for (Limits limits : List.of(
                    Limits.received(LARGEST),
                    Limits.received(LARGEST, Characters.ASCII_TEXT),
                    Limits.publishing(LARGEST))) {
                json(data, limits)
                        .ifPresent(object -> assertThat(
                                        StrictJson.object(object.toString().getBytes(UTF_8), limits))
                                .isEqualTo(object));
            }
        });
    }

    @MethodSource("documents")
    @FuzzTest(maxDuration = LONG)
    void metadataOfTheSpecification(byte[] data) {
        promptly(() -> metadata(Dialect.TUF, Bytes.copyOf(data)));
    }

    @MethodSource("documents")
    @FuzzTest(maxDuration = LONG)
    void metadataOfAktualizrsDialect(byte[] data) {
        promptly(() -> metadata(Dialect.ATS, Bytes.copyOf(data)));
    }

    /** What is read in any role can be written, and is read as the same again. */
    private static void metadata(Dialect dialect, Bytes data) {
        RootChain.verify(dialect, Optional.empty(), data);
        answer(() -> SignedMetadata.parse(dialect, data)).ifPresent(file -> {
            assertThat(file.canonicalSigned()).isNotEmpty();
            answer(() -> Root.parse(file))
                    .ifPresent(root -> assertThat(
                                    Verification.of(file, root, RoleName.ROOT).threshold())
                            .isPositive());
            List.<Function<SignedMetadata, RoleMetadata>>of(
                            Root::parse, Targets::parse, Snapshot::parse, Timestamp::parse)
                    .forEach(parser -> rereads(dialect, file, parser));
        });
    }

    private static void rereads(Dialect dialect, SignedMetadata file, Function<SignedMetadata, RoleMetadata> parser) {
        answer(() -> parser.apply(file)).ifPresent(content -> {
            Bytes written = MetadataWriter.sign(dialect, content.toJson(dialect), List.of());
            assertThat(parser.apply(SignedMetadata.parse(dialect, written))).isEqualTo(content);
        });
    }

    /** Two independent encoders agree, where they mean the same; the canonical form without control characters is its own. */
    @MethodSource("documents")
    @FuzzTest(maxDuration = LONG)
    void canonicalForm(byte[] data) {
        promptly(() -> {
            json(data, Limits.received(LARGEST)).ifPresent(object -> {
                String ours = new String(Dialect.TUF.canonical(object), UTF_8);
                if (ours.chars().noneMatch(c -> (c < ' ' && c != '\n') || Character.isSurrogate((char) c))) {
                    assertThat(ours).isEqualTo(sigstores(object));
                }
                if (ours.chars().noneMatch(c -> c < ' ')) {
                    assertThat(StrictJson.object(ours.getBytes(UTF_8), Limits.received(2 * LARGEST)))
                            .isEqualTo(object);
                }
            });
            json(data, Limits.received(LARGEST, Characters.ASCII_TEXT))
                    .ifPresent(object -> assertThat(new String(Dialect.ATS.canonical(object), UTF_8))
                            .isEqualTo(rfc8785(object)));
        });
    }

    private static String sigstores(ObjectNode object) {
        try {
            return new JsonCanonicalizer(object.toString()).getEncodedString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rfc8785(ObjectNode object) {
        try {
            return new org.erdtman.jcs.JsonCanonicalizer(object.toString()).getEncodedString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The first line is a pattern, the second a name. */
    @MethodSource("names")
    @FuzzTest(maxDuration = LONG)
    void names(byte[] data) {
        String[] lines = new String(data, UTF_8).split("\n", 2);
        String pattern = lines[0];
        promptly(() -> {
            for (String line : lines) {
                answer(() -> new TargetName(line)).ifPresent(name -> {
                    Path path = BASE.resolve(name.value());
                    assertThat(path).isEqualTo(path.normalize()).startsWithRaw(BASE);
                    assertThat(new PathPattern(pattern).matches(name)).isEqualTo(matches(pattern, name.value()));
                });
                answer(() -> new DelegationName(line))
                        .ifPresent(role -> assertThat(role.encoded()).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+"));
            }
        });
    }

    /** Slow and plain: what of the name can be reached with each part of the pattern. */
    private static boolean matches(String pattern, String name) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (char p : pattern.toCharArray()) {
            boolean[] next = new boolean[name.length() + 1];
            for (int i = 0; i <= name.length(); i++) {
                boolean other = i < name.length() && name.charAt(i) != '/';
                boolean same = i < name.length() && name.charAt(i) == p;
                if (p == '*') {
                    next[i] |= reached[i];
                    if (next[i] && other) {
                        next[i + 1] = true;
                    }
                } else if (reached[i] && (p == '?' ? other : same)) {
                    next[i + 1] = true;
                }
            }
            reached = next;
        }
        return reached[name.length()];
    }

    /** The bytes as a key, spelt in every way, and as a signature. */
    @MethodSource("keys")
    @FuzzTest(maxDuration = LONG)
    void keysAndSignatures(byte[] data) {
        promptly(() -> {
            for (String text : List.of(new String(data, UTF_8), Pem.encode(data), Hex.encode(data))) {
                for (PublicKey key : List.of(
                        new PublicKey("ed25519", "ed25519", text),
                        new PublicKey("ecdsa", "ecdsa-sha2-nistp256", text),
                        new PublicKey("rsa", "rsassa-pss-sha256", text))) {
                    assertThat(key.verifies(MESSAGE, new byte[256])).isFalse();
                    assertThat(key.verifies(MESSAGE, data)).isFalse();
                    assertThat(Dialect.TUF.keyId(key)).isEqualTo(key.keyId());
                    answer(() -> Dialect.ATS.keyId(key));
                }
            }
            opensslSignedWith("ecdsa", "ecdsa-sha2-nistp256", data);
            opensslSignedWith("rsa", "rsassa-pss-sha256", data);
        });
    }

    /** What verifies a signature is the key that made it, whatever its spelling. */
    private static void opensslSignedWith(String name, String scheme, byte[] data) {
        var signer = new PublicKey(name, scheme, text(name + ".pem"));
        var other = new PublicKey(name, scheme, Pem.encode(data));
        assertThat(signer.verifies("another".getBytes(UTF_8), data)).isFalse();
        if (other.verifies(MESSAGE, Hex.decode(text(name + ".sig")))) {
            assertThat(VerifyingKey.of(other).orElseThrow().subjectPublicKeyInfo())
                    .isEqualTo(VerifyingKey.of(signer).orElseThrow().subjectPublicKeyInfo());
        }
    }

    private static String text(String opensslFile) {
        return new String(Resources.file("openssl", opensslFile).toArray(), UTF_8);
    }

    private static Optional<ObjectNode> json(byte[] data, Limits limits) {
        return answer(() -> StrictJson.object(data, limits));
    }

    private static <T> Optional<T> answer(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (TufException refused) {
            return Optional.empty();
        }
    }

    private static void promptly(Runnable readers) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        readers.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(1));
    }
}
