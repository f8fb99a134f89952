package io.otalite.audit;

import static io.otalite.audit.Chains.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.audit.AuditVerdict.Broken;
import io.otalite.audit.AuditVerdict.Fault;
import io.otalite.audit.AuditVerdict.Intact;
import io.otalite.events.FactoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditChainTest {
    private static final FactoryName OTHER = new FactoryName("other");
    private static final int SEEDS = 100;

    private final List<AuditEntry> chain = Chains.of(ACME, 5);

    /** Of a later release, which records more. */
    @Test
    void anActionThatIsNotKnownYetBreaksNoChain() {
        var fact = new AuditFact(Chains.START, "admin", new AuditAction("something-new"), Map.of());
        var entry = AuditChain.append(AuditHead.NONE, ACME, fact);

        var verdict = Chains.verify(Chains.export(List.of(entry.line())), Optional.empty());

        assertThat(verdict).isInstanceOf(Intact.class);
    }

    @Test
    void aChainIsIntactAndSaysWhatItHolds() {
        var verdict = verify(Chains.lines(chain));

        assertThat(verdict)
                .isEqualTo(new Intact(
                        ACME,
                        5,
                        Chains.START.plusSeconds(60),
                        Chains.START.plusSeconds(300),
                        chain.getLast().head()));
    }

    @Test
    void entriesAreNumberedFromOneAndTheFirstFollowsZeros() {
        assertThat(chain).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(chain.getFirst().previous().hex()).isEqualTo("0".repeat(64));
        assertThat(chain.get(3).previous()).isEqualTo(chain.get(2).hash());
    }

    @Test
    void nothingProvesNothing() {
        assertThat(verify(List.of())).isEqualTo(new AuditVerdict.Empty());
    }

    /** What is done to five lines, and what is said of it: fault, line, number of the entry that should be there. */
    static Stream<Arguments> tamperings() {
        return Stream.of(
                tampering(
                        "a detail",
                        at(3, line -> line.replace("\"version\":\"3\"", "\"version\":\"9\"")),
                        Fault.CHANGED,
                        3,
                        3),
                tampering("the actor", at(1, line -> line.replace("tester", "nobody")), Fault.CHANGED, 1, 1),
                tampering("the instant", at(5, line -> line.replace("00:05:00Z", "00:06:00Z")), Fault.CHANGED, 5, 5),
                tampering("the action", at(2, line -> line.replace("published", "refreshed")), Fault.CHANGED, 2, 2),
                tampering("the number", at(2, line -> line.replace("\"seq\":2", "\"seq\":3")), Fault.CHANGED, 2, 2),
                tampering("the factory of one", at(2, line -> line.replace("acme", "acne")), Fault.CHANGED, 2, 2),
                tampering("its hash", at(4, AuditChainTest::otherHash), Fault.CHANGED, 4, 4),
                tampering(
                        "a detail that was added",
                        at(3, line -> line.replace("{\"version", "{\"a\":\"b\",\"version")),
                        Fault.CHANGED,
                        3,
                        3),
                tampering("the hash after a change, too", AuditChainTest::rehashed, Fault.NOT_LINKED, 3, 3),
                tampering("the first one removed", without(1), Fault.MISSING, 1, 1),
                tampering("one in the middle removed", without(3), Fault.MISSING, 3, 3),
                tampering("two removed", lines -> without(2).apply(without(2).apply(lines)), Fault.MISSING, 2, 2),
                tampering("two swapped", swapped(2, 3), Fault.OUT_OF_ORDER, 2, 2),
                tampering("the last one first", swapped(1, 5), Fault.OUT_OF_ORDER, 1, 1),
                tampering("one twice", twice(3), Fault.REPEATED, 4, 4),
                tampering("the last one twice", twice(5), Fault.REPEATED, 6, 6),
                tampering(
                        "all of it twice",
                        lines -> Stream.concat(lines.stream(), lines.stream()).toList(),
                        Fault.REPEATED,
                        6,
                        6),
                tampering(
                        "another factory's",
                        at(3, _ -> Chains.of(OTHER, 3).get(2).line()),
                        Fault.OTHER_FACTORY,
                        3,
                        3),
                tampering("half a line", at(3, line -> line.substring(0, line.length() / 2)), Fault.UNREADABLE, 3, 3),
                tampering("an empty line", at(3, _ -> ""), Fault.UNREADABLE, 3, 3),
                tampering("no JSON", at(1, _ -> "<html>"), Fault.UNREADABLE, 1, 1),
                tampering(
                        "a member that nobody knows",
                        at(2, line -> line.replace("{\"action", "{\"a\":1,\"action")),
                        Fault.UNREADABLE,
                        2,
                        2),
                tampering(
                        "a member twice",
                        at(2, line -> line.replace("\"seq\":2", "\"seq\":2,\"seq\":2")),
                        Fault.UNREADABLE,
                        2,
                        2),
                tampering(
                        "an action that is none",
                        at(2, line -> line.replace("published", "Published!")),
                        Fault.UNREADABLE,
                        2,
                        2),
                tampering(
                        "no hash",
                        at(2, line -> line.replaceFirst("\"hash\":\"[^\"]*\",", "")),
                        Fault.UNREADABLE,
                        2,
                        2),
                tampering(
                        "a blank between tokens",
                        at(4, line -> line.replace(",\"seq\"", ", \"seq\"")),
                        Fault.UNREADABLE,
                        4,
                        4),
                tampering("an escape", at(4, line -> line.replace("tester", "t\\u0065ster")), Fault.UNREADABLE, 4, 4),
                tampering(
                        "the instant in another spelling",
                        at(4, line -> line.replace("00:04:00Z", "00:04:00.000Z")),
                        Fault.UNREADABLE,
                        4,
                        4),
                tampering("a Windows line end", at(2, line -> line + "\r"), Fault.UNREADABLE, 2, 2),
                tampering("two entries on a line", at(2, line -> line + line), Fault.UNREADABLE, 2, 2),
                tampering("a line that never ends", at(2, line -> line + "x".repeat(3 << 20)), Fault.UNREADABLE, 2, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    void whatWasTamperedWithIsToldApart(
            String what, UnaryOperator<List<String>> tampering, Fault fault, int line, int seq) {
        var verdict = verify(tampering.apply(Chains.lines(chain)));

        assertThat(verdict).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.fault()).isEqualTo(fault);
            assertThat(broken.line()).isEqualTo(line);
            assertThat(broken.seq()).isEqualTo(seq);
            assertThat(broken.expected()).isNotEqualTo(broken.found());
        });
    }

    @Test
    void whatIsOutOfOrderSaysWhereItIs() {
        var verdict = verify(swapped(2, 4).apply(Chains.lines(chain)));

        assertThat(((Broken) verdict).found()).isEqualTo("entry 4; entry 2 is line 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40, 200})
    void aFileThatWasCutOffSaysSo(int bytes) {
        var export = Chains.export(Chains.lines(chain));

        var verdict = Chains.verify(Arrays.copyOf(export, export.length - bytes), Optional.empty());

        assertThat(((Broken) verdict).fault()).isEqualTo(Fault.CUT_OFF);
        assertThat(((Broken) verdict).line()).isEqualTo(5);
    }

    @Test
    void aHeadThatWasNotedIsFoundAgainAfterTheChainWentOn() {
        var noted = chain.getLast().head();

        var verdict = Chains.verify(Chains.export(Chains.lines(Chains.after(chain, ACME, 3))), Optional.of(noted));

        assertThat(verdict).isInstanceOf(Intact.class);
    }

    /** By itself each of these is a whole chain; only what was noted earlier shows that it is not the same one. */
    @Test
    void aHistoryThatWasWrittenAnewIsSeenByTheNotedHeadOnly() {
        var noted = Optional.of(chain.get(3).head());
        var anew = Chains.after(
                List.of(AuditChain.append(AuditHead.NONE, ACME, chain.get(1).fact())), ACME, 5);
        var export = Chains.export(Chains.lines(anew));
        assertThat(Chains.verify(export, Optional.empty())).isInstanceOf(Intact.class);

        var verdict = Chains.verify(export, noted);

        assertThat(verdict)
                .isEqualTo(new Broken(
                        4,
                        4,
                        Fault.OTHER_HEAD,
                        "the hash " + chain.get(3).hash(),
                        "the hash " + anew.get(3).hash()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aHistoryWhoseEndWasRemovedIsSeenByTheNotedHeadOnly(int left) {
        var export = Chains.export(Chains.lines(chain.subList(0, left)));
        assertThat(Chains.verify(export, Optional.empty())).isNotInstanceOf(Broken.class);

        var verdict = Chains.verify(export, Optional.of(chain.getLast().head()));

        assertThat(((Broken) verdict).fault()).isEqualTo(Fault.HEAD_MISSING);
        assertThat(((Broken) verdict).seq()).isEqualTo(left + 1L);
    }

    @Test
    void whatCannotBeReadIsNoVerdict() {
        var failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> AuditChain.verify(failing, Optional.empty())).hasMessage("gone");
    }

    @Test
    void anyChainIsIntact() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var any = Chains.random(new Random(seed));

            var verdict = verify(Chains.lines(any));

            assertThat(verdict).as("seed %d", seed).isInstanceOf(Intact.class);
            assertThat(((Intact) verdict).head()).isEqualTo(any.getLast().head());
        }
    }

    /** A bit flipped, a byte removed, a byte put in: anywhere in any chain. */
    @Test
    void noByteOfAnyChainCanBeChangedUnseen() {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            var random = new Random(seed);
            var export = Chains.export(Chains.lines(Chains.random(random)));

            var verdict = Chains.verify(damaged(export, random), Optional.empty());

            assertThat(verdict).as("seed %d", seed).isInstanceOf(Broken.class);
        }
    }

    /** Entries left out, moved and repeated; whatever is left intact is the chain itself, or its beginning. */
    @Test
    void noLineOfAnyChainCanBeMovedUnseen() {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            var random = new Random(seed);
            var lines = Chains.lines(Chains.random(random));
            var moved = IntStream.range(0, lines.size() + random.nextInt(2))
                    .mapToObj(_ -> lines.get(random.nextInt(lines.size())))
                    .toList();
            var isBeginning = moved.size() <= lines.size() && moved.equals(lines.subList(0, moved.size()));

            assertThat(verify(moved) instanceof Intact).as("seed %d", seed).isEqualTo(isBeginning);
        }
    }

    private static byte[] damaged(byte[] export, Random random) {
        var where = random.nextInt(export.length);
        return switch (random.nextInt(3)) {
            case 0 -> {
                var flipped = export.clone();
                flipped[where] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> joined(Arrays.copyOf(export, where), Arrays.copyOfRange(export, where + 1, export.length));
            default -> {
                var put = new byte[] {(byte) random.nextInt(256)};
                yield joined(
                        joined(Arrays.copyOf(export, where), put), Arrays.copyOfRange(export, where, export.length));
            }
        };
    }

    private static byte[] joined(byte[] left, byte[] right) {
        var joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    private static AuditVerdict verify(List<String> lines) {
        return Chains.verify(Chains.export(lines), Optional.empty());
    }

    private static Arguments tampering(
            String what, UnaryOperator<List<String>> tampering, Fault fault, int line, int seq) {
        return Arguments.of(what, tampering, fault, line, seq);
    }

    private static UnaryOperator<List<String>> at(int line, UnaryOperator<String> change) {
        return lines -> {
            var before = lines.get(line - 1);
            lines.set(line - 1, change.apply(before));
            assertThat(lines.get(line - 1)).isNotEqualTo(before);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> without(int line) {
        return lines -> {
            lines.remove(line - 1);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> swapped(int one, int other) {
        return lines -> {
            Collections.swap(lines, one - 1, other - 1);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> twice(int line) {
        return lines -> {
            lines.add(line, lines.get(line - 1));
            return lines;
        };
    }

    private static String otherHash(String line) {
        return line.replaceFirst("\"hash\":\"[^\"]*\"", "\"hash\":\"" + "a".repeat(64) + "\"");
    }

    /** Entry 2 says something else and has the hash of that; entry 3 still follows what was there before. */
    private static List<String> rehashed(List<String> lines) {
        var first = AuditEntry.parse(lines.getFirst().getBytes(UTF_8));
        var second = AuditEntry.parse(lines.get(1).getBytes(UTF_8));
        var other = new AuditFact(
                second.fact().at(),
                "nobody",
                second.fact().action(),
                second.fact().details());
        lines.set(1, AuditChain.append(first.head(), ACME, other).line());
        return lines;
    }
}
