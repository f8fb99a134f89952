package io.otalite.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.FactoryName;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEntryTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final String A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** One entry of each action. What was exported once must be verified for ever, so this file never changes. */
    @Test
    void theExportHasTheFormOfTheGoldenFile() throws IOException {
        var golden = golden();

        var chain = oneOfEachAction();

        assertThat(new String(Chains.export(Chains.lines(chain)), UTF_8)).isEqualTo(new String(golden, UTF_8));
        assertThat(Chains.verify(golden, Optional.of(chain.getLast().head()))).isInstanceOf(AuditVerdict.Intact.class);
    }

    /** With the means of a shell: take the member out, hash the rest. */
    @Test
    void theHashIsThatOfTheLineWithoutIt() {
        for (var entry : oneOfEachAction()) {
            var hashed = entry.line().replace("\"hash\":\"%s\",".formatted(entry.hash()), "");

            assertThat(Sha256.of(hashed.getBytes(UTF_8))).isEqualTo(entry.hash());
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (var entry : oneOfEachAction()) {
            assertThat(AuditEntry.parse(entry.line().getBytes(UTF_8))).isEqualTo(entry);
        }
    }

    @Test
    void anInstantHasAtMostMilliseconds() {
        var fact = new AuditFact(
                Instant.parse("2030-01-01T00:00:00.123456789Z"), "tester", AuditAction.PUBLISHED, Map.of());

        assertThat(AuditChain.append(AuditHead.NONE, ACME, fact).line())
                .contains("\"at\":\"2030-01-01T00:00:00.123Z\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "tab\t", "\u0000", "\u0085", "\u007f", "half \ud83d", "\ude00\ud83d"})
    void textsThatWouldNeedAnotherEscapeAreRefused(String text) {
        assertThatThrownBy(() -> fact("tester", Map.of("message", text))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> fact("tester", Map.of(text, "message"))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> fact(text, Map.of())).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void nobodyIsNoActor() {
        assertThatThrownBy(() -> fact(" ", Map.of())).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void anEntryThatNobodyCouldReadAgainIsNotMade() {
        var fact = fact("tester", Map.of("message", "x".repeat(AuditEntry.LONGEST_LINE)));

        assertThatThrownBy(() -> AuditChain.append(AuditHead.NONE, ACME, fact))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aHeadIsReadAsItIsWritten() {
        var head = new AuditHead(12, new Sha256("ab".repeat(32)));

        assertThat(AuditHead.parse(head.toString())).contains(head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "12:",
                ":" + A,
                "0:" + A,
                "-1:" + A,
                "012:" + A,
                "12:" + A + "a",
                "12:A" + A,
                " 12:" + A
            })
    void anythingElseIsNoHead(String text) {
        assertThat(AuditHead.parse(text)).isEmpty();
    }

    private static AuditFact fact(String actor, Map<String, String> details) {
        return new AuditFact(NOW, actor, AuditAction.PUBLISHED, details);
    }

    private static List<AuditEntry> oneOfEachAction() {
        List<AuditEntry> chain = new ArrayList<>();
        for (var action : AuditAction.all()) {
            var details = Map.of("message", "\"why\" \\ Größe 漢 \uD83D\uDE00", "version", "2", "a", action.id());
            var fact = new AuditFact(NOW.plusSeconds(chain.size()), "admin", action, details);
            chain.add(AuditChain.append(Chains.head(chain), ACME, fact));
        }
        return chain;
    }

    private static byte[] golden() throws IOException {
        try (var file = AuditEntryTest.class.getResourceAsStream("/golden/acme.jsonl")) {
            return file.readAllBytes();
        }
    }
}
